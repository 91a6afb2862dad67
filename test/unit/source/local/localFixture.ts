import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listChildren } from '../../../../src/engine/trail/trailTree';
import type { LogFileSource } from '../../../../src/engine/ports';

export const { signal } = new AbortController();
export const logName = '111122223333_CloudTrail_us-east-1_20260115T1405Z_aBcDeFgHiJkLmNoP.json.gz';

/** A folder that is made before each test and gone after it. */
export class TestFolder {
  root = '';
  private forbidden: string[] = [];

  async make(): Promise<void> {
    this.root = await mkdtemp(path.join(tmpdir(), 'trailcase-local-'));
    // Other users may look in: see asOrdinaryUser.
    await chmod(this.root, 0o755);
  }

  async remove(): Promise<void> {
    for (const relative of this.forbidden.splice(0)) await chmod(this.path(relative), 0o700);
    await rm(this.root, { recursive: true, force: true });
  }

  path(relative: string): string {
    return path.join(this.root, relative);
  }

  async write(relative: string, content: string | Uint8Array = 'x'): Promise<void> {
    await mkdir(path.dirname(this.path(relative)), { recursive: true });
    await writeFile(this.path(relative), content);
  }

  /** Takes permissions away until the folder is removed. */
  async forbid(relative: string, mode: number): Promise<void> {
    await chmod(this.path(relative), mode);
    this.forbidden.push(relative);
  }

  /** A file whose name is not UTF-8: `\xff` and the like stand for bytes. */
  async writeOddName(latin1Name: string, content = 'x'): Promise<void> {
    await writeFile(Buffer.concat([Buffer.from(`${this.root}/`), Buffer.from(latin1Name, 'latin1')]), content);
  }
}

/** Permissions mean nothing to root, as whom containers run tests: the call is then made as nobody. */
export async function asOrdinaryUser<T>(run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return run();
  process.seteuid?.(65534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

/** Labels of everything in the tree, level by level joined with ` > `. */
export async function walkTree(source: LogFileSource, prefix = '', above = ''): Promise<string[]> {
  const { nodes } = await listChildren(source, prefix, undefined, signal);
  const found: string[] = [];
  for (const node of nodes) {
    if (node.type === 'container') found.push(...(await walkTree(source, node.prefix, `${above}${node.label} > `)));
    else found.push(`${above}${node.type === 'problem' ? `! ${node.error.code}` : node.label}`);
  }
  return found;
}

/** Folders and keys of a level, page after page, in the order in which they came. */
export async function listPages(source: LogFileSource, prefix: string, startAfter?: string): Promise<string[]> {
  const found: string[] = [];
  let options: { readonly token?: string; readonly startAfter?: string } =
    startAfter === undefined ? {} : { startAfter };
  for (;;) {
    const page = await source.listFolder(prefix, options, signal);
    found.push(...page.folders, ...page.objects.map(({ key }) => key));
    if (page.nextToken === undefined) return found;
    options = { token: page.nextToken };
  }
}
