import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SourceData } from '@smithy/types';
import type { EpochMs } from '../../base/time';
import type { BulkKeys } from '../../engine/ports';
import type { BulkEndpoint } from './bulkEndpoint';

/** SHA-256 of nothing: a GET has no body. */
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The headers of a signed GET. */
export type SignedHeaders = Readonly<Record<string, string>>;

/** Signs GETs with the SDK's own signer over Node's hashes. Keeps one signer for the keys last used. */
export class BulkSigner {
  private last: { readonly keys: BulkKeys; readonly signer: SignatureV4 } | undefined;

  /** `time` is that of the server, as far as it is known. `path` is escaped already. */
  async sign(endpoint: BulkEndpoint, path: string, keys: BulkKeys, time: EpochMs): Promise<SignedHeaders> {
    const request = {
      method: 'GET',
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      path,
      headers: { host: endpoint.host, 'x-amz-content-sha256': emptyHash, 'x-amz-checksum-mode': 'ENABLED' },
    };
    const { headers } = await this.getSigner(keys).sign(request, {
      signingDate: new Date(time),
      signingRegion: endpoint.region,
      signingService: endpoint.signingService,
    });
    return headers;
  }

  private getSigner(keys: BulkKeys): SignatureV4 {
    if (this.last?.keys !== keys) this.last = { keys, signer: newSigner(keys) };
    return this.last.signer;
  }
}

/** S3 signs the path as it is sent, escaped once and not normalised. */
function newSigner(keys: BulkKeys): SignatureV4 {
  return new SignatureV4({
    credentials: keys,
    region: 'us-east-1',
    service: 's3',
    sha256: NodeSha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
}

/** SHA-256, or HMAC with a secret, in the shape that the signer wants. */
class NodeSha256 {
  private readonly hash: { update(data: Uint8Array): unknown; digest(): Uint8Array };

  constructor(secret?: SourceData) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toHashable(secret));
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    throw new Error('A hash is used once');
  }
}

function toHashable(secret: SourceData): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  if (secret instanceof ArrayBuffer) return new Uint8Array(secret);
  return new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength);
}
