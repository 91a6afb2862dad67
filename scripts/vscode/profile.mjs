import fs from 'node:fs';
import path from 'node:path';

/** A VS Code that keeps to itself: nothing pops up, nothing is looked for on the network. */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'window.commandCenter': false,
  'security.workspace.trust.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
};

/** `userFolder` is VS Code's `User` folder, which is made. Returns the path of settings.json. */
export function writeSettings(userFolder, settings) {
  const file = path.join(userFolder, 'settings.json');
  fs.mkdirSync(userFolder, { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
  return file;
}

/** Our environment without what VS Code or npm put there, which would change how another VS Code behaves. */
export function cleanEnvironment() {
  return without(process.env, /^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/i);
}

/**
 * For tests: no home, no AWS identity, no network beyond loopback, so that a test neither uses nor depends on what
 * the machine's owner has configured.
 */
export function isolatedEnvironment({ home, networkLog }) {
  return {
    ...without(cleanEnvironment(), /^(AWS_|XDG_)/i),
    HOME: home,
    TMPDIR: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_OPTIONS: `--require=${JSON.stringify(path.join(import.meta.dirname, 'loopbackOnly.cjs'))}`,
    TRAILCASE_NETWORK_LOG: networkLog,
  };
}

/** The index and the cache of what is tried out go with its profile. */
export function ownStorage(home) {
  return { XDG_STATE_HOME: path.join(home, 'state'), XDG_CACHE_HOME: path.join(home, 'cache') };
}

function without(environment, pattern) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !pattern.test(name)));
}
