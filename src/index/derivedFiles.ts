import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { KnownCopies } from './recordCopies';
import { isDiskRefusal } from './verifiedFiles';

/** What `copies/<setId>.json` says of the two Parquet files beside it. */
interface DerivedNote {
  readonly schema: number;
  readonly duckDb: string;
  readonly segments: readonly string[];
  readonly copiesCrc32: number;
  readonly excludedCrc32: number;
}

/** Another number: what is stored means something else, and is worked out anew. */
const derivedSchema = 1;

/** Files of older sets stay for a while: another process may be reading them. */
const keptMs = 10 * 60 * 1000;

/** The folder `copies/`: what was worked out for a set of segments, so that nobody does it again. */
export class DerivedFiles {
  private readonly folder: string;

  constructor(
    indexFolder: string,
    private readonly duckDbVersion: string,
  ) {
    this.folder = path.join(indexFolder, 'copies');
  }

  /** Undefined when there is none, or it is damaged. */
  async find(setId: string): Promise<KnownCopies | undefined> {
    const note = await this.readNote(setId);
    if (note === undefined) return undefined;
    const files = this.filesOf(setId);
    try {
      const isWhole =
        crc32(await readFile(files.copiesFile)) === note.copiesCrc32 &&
        crc32(await readFile(files.excludedFile)) === note.excludedCrc32;
      return isWhole ? { ...files, segments: note.segments } : undefined;
    } catch (error) {
      if (isDiskRefusal(error)) return undefined;
      throw error;
    }
  }

  /** The one that knows most of these segments and no other segment. */
  async findBest(segments: readonly string[]): Promise<KnownCopies | undefined> {
    const ids = new Set(segments);
    let best: { readonly setId: string; readonly count: number } | undefined;
    for (const setId of await this.listSetIds()) {
      const note = await this.readNote(setId);
      if (note?.segments.every((id) => ids.has(id)) !== true || note.segments.length <= (best?.count ?? 0)) continue;
      best = { setId, count: note.segments.length };
    }
    return best === undefined ? undefined : this.find(best.setId);
  }

  /** Takes over two files written elsewhere on the same disk. Says nothing when the disk refuses: it was only kept for later. */
  async keep(setId: string, segments: readonly string[], copiesFile: string, excludedFile: string): Promise<void> {
    const files = this.filesOf(setId);
    const note: DerivedNote = {
      schema: derivedSchema,
      duckDb: this.duckDbVersion,
      segments,
      copiesCrc32: crc32(await readFile(copiesFile)),
      excludedCrc32: crc32(await readFile(excludedFile)),
    };
    const aside = `${copiesFile}.${randomBytes(4).toString('hex')}.json`;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(aside, JSON.stringify(note), { mode: 0o600 });
      await rename(copiesFile, files.copiesFile);
      await rename(excludedFile, files.excludedFile);
      await rename(aside, path.join(this.folder, `${setId}.json`));
      await this.removeOld(setId);
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
    }
  }

  private filesOf(setId: string): { readonly copiesFile: string; readonly excludedFile: string } {
    return {
      copiesFile: path.join(this.folder, `${setId}.copies.parquet`),
      excludedFile: path.join(this.folder, `${setId}.excluded.parquet`),
    };
  }

  private async readNote(setId: string): Promise<DerivedNote | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(path.join(this.folder, `${setId}.json`), 'utf8'));
      // Our own file, whose schema is looked at next; damage shows in the checksums.
      const note = value as Partial<DerivedNote> | null;
      const isOurs =
        note?.schema === derivedSchema && note.duckDb === this.duckDbVersion && Array.isArray(note.segments);
      return isOurs ? (note as DerivedNote) : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || isDiskRefusal(error)) return undefined;
      throw error;
    }
  }

  private async listSetIds(): Promise<readonly string[]> {
    try {
      return (await readdir(this.folder)).flatMap((name) => /^([0-9a-f]{32})\.json$/.exec(name)?.[1] ?? []);
    } catch (error) {
      if (isDiskRefusal(error)) return [];
      throw error;
    }
  }

  private async removeOld(setId: string): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (name.startsWith(setId)) continue;
      const file = path.join(this.folder, name);
      const { mtimeMs } = await stat(file);
      if (Date.now() - mtimeMs > keptMs) await rm(file, { force: true });
    }
  }
}
