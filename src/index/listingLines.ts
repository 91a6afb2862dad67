import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ListingLine } from './runLog';
import { isDiskRefusal } from './verifiedFiles';

/** A line of a listing that was read back: what counts is the newest of a partition. */
export function readListings(indexFolder: string): Promise<readonly ListingLine[]> {
  return readRuns(path.join(indexFolder, 'runs'));
}

async function readRuns(folder: string): Promise<readonly ListingLine[]> {
  const newest = new Map<string, ListingLine>();
  for (const name of await listRuns(folder)) {
    const text = await readFile(path.join(folder, name), 'utf8').catch(ignoreRefusal);
    for (const line of text?.split('\n') ?? []) {
      const listing = parseListing(line);
      if (listing === undefined) continue;
      const { account, kind, region, day } = listing;
      const partition = JSON.stringify([account, kind, region, day, listing.lastDay ?? day, listing.prefix]);
      const known = newest.get(partition);
      if (known === undefined || known.listedTime <= listing.listedTime) newest.set(partition, listing);
    }
  }
  return [...newest.values()].sort((a, b) => a.listedTime - b.listedTime);
}

async function listRuns(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(ignoreRefusal);
  return (names ?? []).filter((name) => name.endsWith('.jsonl')).sort();
}

function ignoreRefusal(error: unknown): undefined {
  if (isDiskRefusal(error)) return undefined;
  throw error;
}

/** Undefined for a line that was torn by a crash, or is none. */
function parseListing(line: string): ListingLine | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isListing(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isListing(value: unknown): value is ListingLine {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Readonly<Record<keyof ListingLine, unknown>>; // each is looked at below
  return (
    [line.account, line.kind, line.region, line.day].every((part) => part === null || typeof part === 'string') &&
    (line.day === null || isDay(line.day)) &&
    (line.lastDay === undefined || isDay(line.lastDay)) &&
    typeof line.prefix === 'string' &&
    [line.objects, line.bytes, line.listedTime].every((count) => typeof count === 'number' && count >= 0) &&
    (line.problem === undefined || typeof line.problem === 'string')
  );
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}
