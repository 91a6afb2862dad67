import type { BulkAddress } from '../../engine/ports';
import { getPartition } from './awsPartition';

/** An address taken apart for requests. */
export interface BulkEndpoint {
  readonly region: string;
  readonly signingService: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number | undefined;
  /** Value of the header `host`, and what error messages call the server. */
  readonly host: string;
  readonly origin: string;
  readonly pathPrefix: string;
}

export function toBulkEndpoint({ region, signingService, origin, pathPrefix }: BulkAddress): BulkEndpoint {
  const { protocol, hostname, port, host } = new URL(origin);
  const portNumber = port === '' ? undefined : Number(port);
  return { region, signingService, protocol, hostname, port: portNumber, host, origin, pathPrefix };
}

/**
 * The same bucket in another region. Hosts of AWS name the region; any other endpoint stays, and only what requests
 * are signed for changes.
 */
export function moveEndpoint(from: BulkEndpoint, region: string): BulkEndpoint {
  const isAws = from.hostname.endsWith(`.${getPartition(from.region).dnsSuffix}`);
  if (!isAws) return { ...from, region };
  const labels = from.hostname.split('.');
  const at = labels.lastIndexOf(from.region);
  const hostname = labels.map((label, index) => (index === at ? region : label)).join('.');
  const host = from.port === undefined ? hostname : `${hostname}:${from.port}`;
  return { ...from, region, hostname, host, origin: `${from.protocol}//${host}` };
}

/** The path as it is sent and signed: every byte but letters, digits and `-._~/` escaped, nothing normalised. */
export function toRequestPath({ pathPrefix }: Pick<BulkEndpoint, 'pathPrefix'>, key: string): string {
  if (/^[\w\-.~/]*$/.test(key)) return `${pathPrefix}/${key}`;
  const escaped = encodeURIComponent(key).replace(/[!'()*]|%2F/g, (part) =>
    part === '%2F' ? '/' : `%${part.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${pathPrefix}/${escaped}`;
}
