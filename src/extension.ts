import type { ExtensionContext } from 'vscode';
import { activateClient } from './client/activation';

/** What `activate` hands to other extensions and to Trailcase's own tests. */
export interface TrailcaseApi {
  /** How long activation took, without VS Code's loading of the bundle. */
  readonly activationMs: number;
}

export function activate(context: ExtensionContext): TrailcaseApi {
  const startMs = performance.now();
  const log = activateClient(context);
  const activationMs = performance.now() - startMs;
  log.info(`Activated in ${activationMs.toFixed(1)} ms`);
  return { activationMs };
}
