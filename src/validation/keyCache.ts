import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EpochMs } from '../base/time';
import { formatKeyFile, parseKeyFile } from '../engine/digest/keyFile';
import { cacheOrigin } from '../engine/digest/keyRing';
import type { PublicKey } from '../engine/ports';
import { isDiskRefusal } from '../index/verifiedFiles';

/** A question that AWS answered: it has no further keys of that region and time. */
interface Answer {
  readonly region: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Shared by all sources: CloudTrail's keys are the same for everybody in a region. */
export function toKeyCacheFile(stateFolder: string): string {
  return path.join(stateFolder, 'public-keys.json');
}

/**
 * Keys that AWS listed, on disk: a file of saved keys (see `formatKeyFile`) that also says which questions they answer.
 * Whatever is wrong with it only costs a call.
 */
export class KeyCache {
  private lastAdd: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  /** All keys of a region that are kept, and whether AWS would have no others for this time. */
  async find(region: string, from: EpochMs, to: EpochMs): Promise<{ keys: readonly PublicKey[]; isWhole: boolean }> {
    const { keys, answers } = await this.read();
    const ofRegion = keys.filter((key) => key.region === region);
    const isWhole = answers.some((answer) => answer.region === region && answer.from <= from && answer.to >= to);
    return { keys: ofRegion, isWhole: isWhole && ofRegion.length > 0 };
  }

  /** Adds what AWS answered at `now`. Of a time that is not over yet, it may have further keys later. */
  add(answer: Answer, keys: readonly PublicKey[], now: EpochMs): Promise<void> {
    const mine = this.lastAdd.then(() => this.merge(answer, keys, now));
    this.lastAdd = mine.catch(() => undefined); // told to whoever added
    return mine;
  }

  private async merge(answer: Answer, keys: readonly PublicKey[], now: EpochMs): Promise<void> {
    const kept = await this.read();
    const all = new Map([...kept.keys, ...keys].map((key) => [`${key.region ?? ''} ${key.fingerprint}`, key]));
    const answers = mergeAnswer(kept.answers, { ...answer, to: Math.min(answer.to, now) });
    const file = JSON.parse(formatKeyFile(all.values())) as object; // JSON of ours
    await this.write(JSON.stringify({ ...file, Answers: answers }, undefined, 2));
  }

  private async read(): Promise<{ keys: readonly PublicKey[]; answers: readonly Answer[] }> {
    try {
      const text = await readFile(this.file, 'utf8');
      return { keys: parseKeyFile(text, cacheOrigin).keys, answers: parseAnswers(text) };
    } catch (error) {
      if (error instanceof SyntaxError || isDiskRefusal(error)) return { keys: [], answers: [] };
      throw error;
    }
  }

  /** Of two processes that write at once, one wins: the other asks AWS again. */
  private async write(text: string): Promise<void> {
    const aside = `${this.file}.${process.pid}-${randomBytes(4).toString('hex')}`;
    try {
      await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      await writeFile(aside, text, { mode: 0o600 });
      await rename(aside, this.file);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }
}

function parseAnswers(text: string): readonly Answer[] {
  const value: unknown = JSON.parse(text);
  const answers = typeof value === 'object' && value !== null && 'Answers' in value ? value.Answers : undefined;
  return Array.isArray(answers) ? answers.filter(isAnswer) : [];
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null) return false;
  if (!('region' in value) || !('from' in value) || !('to' in value)) return false;
  return typeof value.region === 'string' && typeof value.from === 'number' && typeof value.to === 'number';
}

/** Answers of a region that meet become one. */
function mergeAnswer(answers: readonly Answer[], added: Answer): readonly Answer[] {
  let merged = added;
  const others: Answer[] = [];
  for (const answer of answers) {
    const meets = answer.region === added.region && answer.from <= merged.to && answer.to >= merged.from;
    if (!meets) others.push(answer);
    else merged = { ...merged, from: Math.min(merged.from, answer.from), to: Math.max(merged.to, answer.to) };
  }
  return [...others, merged];
}
