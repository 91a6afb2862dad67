import type { EpochMs } from '../../base/time';
import type { ListedObject } from '../ports';
import { isLogInWindow } from './digestTimes';
import { EtagColumn } from './etagColumn';
import { HexColumn } from './hexColumn';
import { KeyTable } from './keyTable';
import type { LogReading, ObjectToRead, ReadingProblem } from './lane';
import { parseLogKey } from './laneKey';
import { LogMinutes } from './logMinutes';
import { parsePlaceId, toPlaceId, type SourcePlace } from './sourcePlace';
import type { LanePlace, TimeWindow } from './validation';

/** How a log's text compares with what its digest says. */
export type LogOutcome =
  | { readonly kind: 'unread' }
  | { readonly kind: 'equal'; readonly hash: string }
  | { readonly kind: 'different'; readonly expectedHash: string; readonly foundHash: string }
  | (ReadingProblem & { readonly expectedHash: string });

const unnamed = -1;
/** Named, but by digests of trails that are not asked for. */
const namedElsewhere = -2;

const unread = 0;
const isEqual = 1;
const isDifferent = 2;
const isProblem = 3;

/**
 * The logs of a lane, listed or named by digests: a row each, in columns, because there may be a hundred thousand.
 * First all are listed, then named, then read.
 */
export class LogTable {
  private readonly places = new KeyTable();
  private readonly isListed: boolean[] = [];
  private readonly etags = new EtagColumn();
  private readonly sizes: (number | undefined)[] = [];
  /** Known when it was listed that it cannot be read. */
  private readonly listedProblems = new Map<number, string>();
  /** NaN where the name is no log's of this lane. */
  private readonly minutes: EpochMs[] = [];
  private readonly strays = new Map<number, 'name' | 'place'>();
  /** Id of the digest that named it first. */
  private readonly namers: number[] = [];
  private readonly expected = new HexColumn(32);
  /** Of logs that are named twice with different hashes: the others. */
  private readonly otherExpected = new Map<number, string[]>();
  private readonly outcomes: number[] = [];
  private readonly foundHashes = new Map<number, string>();
  private readonly problems = new Map<number, ReadingProblem>();
  private readonly remembered = new Set<number>();

  constructor(
    private readonly place: LanePlace,
    private readonly window: TimeWindow,
  ) {}

  /** Every object of a log folder. */
  addListed({ key, sizeBytes, etag, problem }: ListedObject): void {
    const row = this.toRow({ key });
    if (this.isListed[row] === true) return;
    this.isListed[row] = true;
    this.sizes[row] = sizeBytes;
    if (etag !== undefined) this.etags.set(row, etag);
    if (problem !== undefined) this.listedProblems.set(row, problem);
  }

  /** A proven digest names it. Gives its row when no digest did before. */
  name(place: SourcePlace, hash: string, digestId: number): number | undefined {
    const row = this.toRow(place);
    const isFirst = (this.namers[row] ?? unnamed) < 0;
    if (isFirst) {
      this.namers[row] = digestId;
      this.expected.set(row, hash);
      return row;
    }
    const others = this.otherExpected.get(row);
    if (this.expected.get(row) === hash || others?.includes(hash) === true) return undefined;
    this.otherExpected.set(row, [...(others ?? []), hash]);
    return undefined;
  }

  /** A proven digest of a trail that is not asked for names it. */
  nameElsewhere(place: SourcePlace): void {
    const row = this.toRow(place);
    if (this.namers[row] === unnamed) this.namers[row] = namedElsewhere;
  }

  *toRead(): Generator<ObjectToRead> {
    for (const [row, namer] of this.namers.entries()) {
      if (namer >= 0 && this.outcomes[row] === unread) yield this.toObject(row);
    }
  }

  addReading(row: number, reading: LogReading, isRemembered: boolean): void {
    if ((this.namers[row] ?? unnamed) < 0 || this.outcomes[row] !== unread) return;
    if (isRemembered) this.remembered.add(row);
    if (reading.kind === 'problem') {
      this.outcomes[row] = isProblem;
      this.problems.set(row, reading);
      return;
    }
    this.sizes[row] ??= reading.storedBytes;
    const differs = this.findOther(row, reading.sha256) !== undefined;
    this.outcomes[row] = differs ? isDifferent : isEqual;
    if (differs) this.foundHashes.set(row, reading.sha256);
  }

  /** True when every digest that names the log says this hash. */
  agrees(row: number, sha256: string): boolean {
    return (this.namers[row] ?? unnamed) >= 0 && this.findOther(row, sha256) === undefined;
  }

  /** Of a row that a digest names. */
  outcomeOf(row: number): LogOutcome {
    const expectedHash = this.expected.get(row) ?? '';
    const problem = this.problems.get(row);
    if (problem !== undefined) return { ...problem, expectedHash };
    const foundHash = this.foundHashes.get(row);
    if (foundHash === undefined) {
      return this.outcomes[row] === unread ? { kind: 'unread' } : { kind: 'equal', hash: expectedHash };
    }
    return { kind: 'different', expectedHash: this.findOther(row, foundHash) ?? expectedHash, foundHash };
  }

  isRemembered(row: number): boolean {
    return this.remembered.has(row);
  }

  placeOf(row: number): SourcePlace {
    return parsePlaceId(this.places.get(row));
  }

  sizeOf(row: number): number | undefined {
    return this.sizes[row];
  }

  /** Undefined where the name is no log's of this lane. */
  minuteOf(row: number): EpochMs | undefined {
    const minute = this.minutes[row];
    return minute === undefined || Number.isNaN(minute) ? undefined : minute;
  }

  /** Logs of the window that are there, whoever names them. */
  listedMinutes(): LogMinutes {
    return new LogMinutes(this.minutes.filter((minute, row) => this.isHere(minute, row)));
  }

  unnamedMinutes(): LogMinutes {
    return new LogMinutes(
      this.minutes.filter((minute, row) => this.isHere(minute, row) && this.namers[row] === unnamed),
    );
  }

  /** Rows of logs of the window that are there and that no digest names, in the order of listing. */
  *unnamedRows(): Generator<number> {
    for (const [row, minute] of this.minutes.entries()) {
      if (this.namers[row] === unnamed && this.isHere(minute, row)) yield row;
    }
  }

  /** Rows of objects that are no logs of their folder, and that no digest names. */
  *strayRows(): Generator<readonly [row: number, code: 'name' | 'place']> {
    for (const stray of this.strays)
      if (this.namers[stray[0]] === unnamed && this.isListed[stray[0]] === true) yield stray;
  }

  private isHere(minute: EpochMs, row: number): boolean {
    return this.isListed[row] === true && isLogInWindow(minute, this.window);
  }

  private findOther(row: number, hash: string): string | undefined {
    if (!this.expected.isEqual(row, hash)) return this.expected.get(row);
    return this.otherExpected.get(row)?.find((other) => other !== hash);
  }

  private toObject(row: number): ObjectToRead {
    const place = this.placeOf(row);
    if (this.isListed[row] !== true) return { id: row, ...place };
    const etag = this.etags.get(row);
    const problem = this.listedProblems.get(row);
    const listed = {
      key: place.key,
      sizeBytes: this.sizes[row] ?? 0,
      ...(etag === undefined ? {} : { etag }),
      ...(problem === undefined ? {} : { problem }),
    };
    return { id: row, ...place, listed };
  }

  private toRow(place: SourcePlace): number {
    const known = this.places.size;
    const row = this.places.add(toPlaceId(place));
    if (row < known) return row;
    const name = parseLogKey(place.key, this.place);
    this.minutes.push(name.kind === 'log' ? name.minute : NaN);
    if (name.kind === 'stray') this.strays.set(row, name.code);
    this.isListed.push(false);
    this.sizes.push(undefined);
    this.namers.push(unnamed);
    this.outcomes.push(unread);
    return row;
  }
}
