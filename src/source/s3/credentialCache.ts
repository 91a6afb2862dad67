import type { AwsCredentialIdentity } from '@smithy/types';

/** Renewed this long before they expire, as the SDK itself does. */
const renewalLeadMs = 5 * 60_000;

/**
 * Owns the credentials of one profile, for all clients: loaded when first needed, by one load at a time (which may ask
 * for an MFA code), and kept until shortly before they expire. A failed load is not kept.
 */
export class CredentialCache {
  private current: AwsCredentialIdentity | undefined;
  private loading: Promise<AwsCredentialIdentity> | undefined;

  constructor(private readonly load: () => Promise<AwsCredentialIdentity>) {}

  async get(): Promise<AwsCredentialIdentity> {
    const { current } = this;
    if (current === undefined) return this.reload();
    const leftMs = (current.expiration?.getTime() ?? Infinity) - Date.now();
    if (leftMs > renewalLeadMs) return current;
    try {
      return await this.reload();
    } catch (error) {
      if (leftMs > 0) return current; // still good for a while: the failure will be told when they are not
      throw error;
    }
  }

  /**
   * For credentials that AWS refused: loads again, since the files may have changed or a role can be assumed anew.
   * True when there are other credentials now than `refused`.
   */
  async renew(refused: AwsCredentialIdentity): Promise<boolean> {
    const isRenewed = this.current !== undefined && !isSame(this.current, refused);
    return isRenewed || !isSame(await this.reload(), refused);
  }

  private reload(): Promise<AwsCredentialIdentity> {
    this.loading ??= this.load()
      .then((loaded) => (this.current = loaded))
      .finally(() => (this.loading = undefined));
    return this.loading;
  }
}

function isSame(a: AwsCredentialIdentity, b: AwsCredentialIdentity): boolean {
  return (
    a.accessKeyId === b.accessKeyId && a.secretAccessKey === b.secretAccessKey && a.sessionToken === b.sessionToken
  );
}
