import type { Log } from '../../base/log';

/** Sockets of one client, per host. */
const maxSockets = 64;

/** What every AWS client gets. `AWS_MAX_ATTEMPTS` of the environment wins. */
export function toClientOptions(log: Log, region: string) {
  return {
    region,
    requestHandler: toHandlerOptions(log),
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: 5 } : {}),
  };
}

/** `socketTimeout` is the longest silence, so that large objects on slow lines still arrive. */
export function toHandlerOptions(log: Log) {
  return {
    connectionTimeout: 10_000,
    socketTimeout: 30_000,
    httpAgent: { keepAlive: true, maxSockets },
    httpsAgent: { keepAlive: true, maxSockets },
    logger: toSdkLogger(log),
  };
}

/** The HTTP handler warns of a long queue for sockets, on the console unless it has a logger. */
function toSdkLogger(log: Log) {
  const report = (...content: unknown[]): void => {
    log.debug(content.map(String).join(' '));
  };
  return { trace: report, debug: report, info: report, warn: report, error: report };
}
