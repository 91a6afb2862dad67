import type { Dispatcher } from 'undici';
import connect from 'undici/lib/api/api-connect.js';
import DispatcherBase from 'undici/lib/dispatcher/dispatcher.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';

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
  // What loading the whole of undici does: its proxy agents call it.
  DispatcherBase.prototype.connect = connect;
  return new EnvHttpProxyAgent({ ...options, httpProxy: '', httpsProxy, noProxy });
}
