import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { toDisplayText } from '../base/displayText';
import { UserError } from '../base/errors';

/** What the build writes beside DuckDB's native files. */
interface NativeManifest {
  /** VS Code's name of the platform: `linux-x64`, `alpine-arm64`, `win32-x64`. */
  readonly target: string;
  /** Sizes in bytes by name. */
  readonly files: Readonly<Record<string, number>>;
}

/**
 * Looks at DuckDB's native files before they are loaded: a library that was cut short (a full disk, a broken download)
 * would not fail but kill the process. Where there is no such folder, there is nothing to look at.
 * Throws a UserError `indexUnavailable`.
 */
export async function checkNativeFiles(folder: string): Promise<void> {
  if ((await findSize(folder)) === undefined) return;
  const { target, files } = await readManifest(folder);
  if (!isForThisMachine(target)) throw newError(`it was made for ${toDisplayText(target)}`, folder);
  for (const [name, sizeBytes] of Object.entries(files)) {
    const found = await findSize(path.join(folder, name));
    if (found === undefined) throw newError(`${name} is missing`, folder);
    if (found !== sizeBytes) throw newError(`${name} is damaged: ${found} bytes instead of ${sizeBytes}`, folder);
  }
}

/** A failed load as a UserError that says what, where, and what to do. `folder` is where the native files should be. */
export function toLoadError(error: unknown, folder: string): UserError {
  if (error instanceof UserError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const reason = reasons.find(({ pattern }) => pattern.test(text));
  const [line = ''] = text.split('\n', 1);
  const what = `${reason === undefined ? '' : `${reason.what}: `}${toDisplayText(line)}`;
  return newError(what, line.includes(folder) ? undefined : folder, reason?.nextStep, error);
}

interface Reason {
  readonly pattern: RegExp;
  readonly what: string;
  /** Other than to install the right package again. */
  readonly nextStep?: string;
}

/** By what the loaders of Linux (glibc, musl), macOS and Windows say. The first that matches: macOS says many things. */
const reasons: readonly Reason[] = [
  {
    pattern: /libstdc\+\+|libgcc_s/,
    what: 'the C++ runtime of this system is missing or too old',
    nextStep: 'Install or update libstdc++ and libgcc (on Alpine: apk add libstdc++).',
  },
  {
    pattern: /libc\.musl|ld-linux|ld-musl|wrong ELF class|incompatible architecture|not a valid Win32/i,
    what: 'its program file was made for another system, or is damaged',
  },
  {
    pattern: /GLIBC_[\d.]+\S? not found|built for newer macOS/,
    what: 'this system is too old for it',
    nextStep: 'Use a version of the system that VS Code supports.',
  },
  {
    pattern: /not permitted|permission denied|access is denied|failed to map|code signature|policy|blocked/i,
    what: 'this system does not allow its program file',
    nextStep: 'Ask who manages this machine to allow it, and see that its disk is not mounted with noexec.',
  },
  {
    pattern: /cannot find module|no such file|image not found|module could not be found/i,
    what: 'a program file is missing',
  },
  { pattern: /ELF|file too short|mach-o|truncated|relocat|undefined symbol/i, what: 'its program file is damaged' },
];

function newError(what: string, folder: string | undefined, nextStep = reinstall(), cause?: unknown): UserError {
  const where = folder === undefined ? '' : ` (${toDisplayText(folder)})`;
  return new UserError('indexUnavailable', `Cannot load DuckDB, which the index needs: ${what}${where}.`, {
    nextStep: `${nextStep} Browsing and reading logs work without it.`,
    cause,
  });
}

function reinstall(): string {
  return `Install Trailcase for ${toTargetName()} again.`;
}

/** VS Code's names for Linux say which C library it has; where that cannot be found out, the loader will tell. */
function isForThisMachine(target: string): boolean {
  const libc = findLibc();
  if (libc !== undefined) return target === toTargetName();
  return target.replace(/^alpine-/, 'linux-') === `${process.platform}-${process.arch}`;
}

/** VS Code's name for this machine. */
function toTargetName(): string {
  return `${findLibc() === 'musl' ? 'alpine' : process.platform}-${process.arch}`;
}

/** The parts that we read of Node's report: https://nodejs.org/docs/latest-v20.x/api/report.html */
interface NodeReport {
  readonly header?: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects?: readonly string[];
}

function findLibc(): 'glibc' | 'musl' | undefined {
  if (process.platform !== 'linux') return undefined;
  // Or else it asks DNS for the names of all that we are connected to, and waits.
  Object.assign(process.report, { excludeNetwork: true });
  // Node's types only say `object`; each part is checked.
  const { header, sharedObjects } = process.report.getReport() as NodeReport;
  if (header?.glibcVersionRuntime !== undefined) return 'glibc';
  return sharedObjects?.some((file) => /\b(ld|libc)[-.]musl-/.test(file)) === true ? 'musl' : undefined;
}

async function readManifest(folder: string): Promise<NativeManifest> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'native.json'), 'utf8'));
    if (isManifest(manifest)) return manifest;
  } catch (error) {
    throw newError('native.json is missing or damaged', folder, reinstall(), error);
  }
  throw newError('native.json is damaged', folder);
}

function isManifest(value: unknown): value is NativeManifest {
  if (typeof value !== 'object' || value === null || !('target' in value) || !('files' in value)) return false;
  return typeof value.target === 'string' && typeof value.files === 'object' && value.files !== null;
}

/** In bytes; undefined when there is no such file or folder. */
async function findSize(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
