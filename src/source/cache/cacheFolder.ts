import { homedir } from 'node:os';
import path from 'node:path';

/** What a process was started with. */
export interface PlatformEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
}

export function currentEnvironment(): PlatformEnvironment {
  return { variables: process.env, platform: process.platform, homeFolder: homedir() };
}

/** Where originals are kept that can be fetched again. https://specifications.freedesktop.org/basedir-spec/latest/ */
export function defaultCacheFolder(environment: PlatformEnvironment): string {
  return defaultFolder(environment, 'XDG_CACHE_HOME', {
    darwin: ['Library', 'Caches', 'trailcase'],
    win32: ['trailcase', 'cache'],
    other: ['.cache', 'trailcase'],
  });
}

/** Where the index is kept: it took hours to build, and must not go with the caches. */
export function defaultStateFolder(environment: PlatformEnvironment): string {
  return defaultFolder(environment, 'XDG_STATE_HOME', {
    darwin: ['Library', 'Application Support', 'trailcase'],
    win32: ['trailcase', 'state'],
    other: ['.local', 'state', 'trailcase'],
  });
}

interface FolderNames {
  /** Below the home folder. */
  readonly darwin: readonly string[];
  /** Below `%LOCALAPPDATA%`. */
  readonly win32: readonly string[];
  /** Below the home folder. */
  readonly other: readonly string[];
}

/** A variable that the user has set wins on every platform; the specification ignores those that are not absolute. */
function defaultFolder(environment: PlatformEnvironment, xdgName: string, names: FolderNames): string {
  const { variables, platform, homeFolder } = environment;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const named = variables[xdgName] ?? '';
  if (paths.isAbsolute(named)) return paths.join(named, 'trailcase');
  if (platform === 'darwin') return paths.join(homeFolder, ...names.darwin);
  if (platform !== 'win32') return paths.join(homeFolder, ...names.other);
  const local = variables['LOCALAPPDATA'] ?? '';
  return paths.join(paths.isAbsolute(local) ? local : paths.join(homeFolder, 'AppData', 'Local'), ...names.win32);
}
