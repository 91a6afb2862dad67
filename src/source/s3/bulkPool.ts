import { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';

const connectTimeoutMs = 10_000;
/** The longest silence, so that large objects on slow lines still arrive. */
const silenceTimeoutMs = 30_000;

/**
 * Kept connections to one server, over HTTPS_PROXY where that is set for it. Certificates are checked as Node does,
 * so NODE_EXTRA_CA_CERTS counts.
 */
export function newBulkPool(origin: string, maxConnections: number, environment: NodeJS.ProcessEnv): Dispatcher {
  const options = {
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: silenceTimeoutMs,
    bodyTimeout: silenceTimeoutMs,
  };
  const httpsProxy = environment['https_proxy'] ?? environment['HTTPS_PROXY'] ?? '';
  if (httpsProxy === '' || !origin.startsWith('https:')) return new Pool(origin, options);
  const noProxy = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  return new EnvHttpProxyAgent({ ...options, httpProxy: '', httpsProxy, noProxy });
}
