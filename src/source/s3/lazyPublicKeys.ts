import { UserError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { PublicKeySource } from '../../engine/ports';
import type { GetSessions } from './lazyS3Source';
import type { AwsPublicKeySource } from './publicKeySource';

/**
 * CloudTrail's keys for the objects of a bucket; the first call loads the AWS SDK. A store that is not AWS has no
 * CloudTrail, and AWS must not hear of its credentials, so its keys have to come from a file.
 */
export function lazyPublicKeys(
  profile: string | undefined,
  endpoint: string | undefined,
  sessions: GetSessions,
): PublicKeySource & Disposable {
  let opened: AwsPublicKeySource | undefined;
  let isDisposed = false;
  const open = async (): Promise<AwsPublicKeySource> => {
    const [{ AwsPublicKeySource: Source }, all] = await Promise.all([import('./publicKeySource.js'), sessions()]);
    opened ??= new Source(all.get(profile));
    if (isDisposed) opened.dispose();
    return opened;
  };
  return {
    listPublicKeys: async (region, from, to, signal) => {
      const hasOwnCloudTrail = process.env['AWS_ENDPOINT_URL_CLOUDTRAIL'] ?? process.env['AWS_ENDPOINT_URL'];
      if (endpoint !== undefined && hasOwnCloudTrail === undefined) throw newNoKeysError(endpoint);
      return (await open()).listPublicKeys(region, from, to, signal);
    },
    dispose: () => {
      isDisposed = true;
      opened?.dispose();
    },
  };
}

function newNoKeysError(endpoint: string): UserError {
  return new UserError('invalidInput', `${endpoint} is not AWS, and does not list CloudTrail’s public keys.`, {
    operation: 'cloudtrail:ListPublicKeys',
    nextStep: 'Name a file of saved public keys (trailcase keys save).',
  });
}
