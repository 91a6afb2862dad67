import { dayMs, type EpochMs } from '../../base/time';
import type { ListedObject } from '../ports';
import { fileNameOf, parseObjectName } from '../trail/objectKey';
import { closeLane, type ClosedLane, type ClosingInput } from './closedLane';
import { DigestBook, type MissingKey } from './digestBook';
import type { KeyRing } from './keyRing';
import type { DigestReading, LogReading, ObjectToRead } from './lane';
import { toChainId } from './laneChain';
import type { PackedReading } from './laneDigest';
import { findFolderDay, isBookkeeping, parseListedDigest } from './laneKey';
import { toLaneResult, type LaneResult, type Stray } from './laneResult';
import { LogTable } from './logTable';
import type { OriginalLocation } from './originalPlace';
import type { TrailFilter } from './trailFilter';
import { UnlistedTimes } from './unlistedTimes';
import type { LanePlace, TimeWindow } from './validation';

export interface LaneOptions {
  readonly place: LanePlace;
  readonly window: TimeWindow;
  readonly now: EpochMs;
  /** Only this trail is reported; what others name is not called uncovered. */
  readonly trail?: TrailFilter;
  readonly original: OriginalLocation;
  readonly keys: KeyRing;
  /** Whether no window was asked for: then strays count wherever they are. */
  readonly isWindowOpen: boolean;
}

/**
 * Judges one lane: is told what is listed and what was read, says what to read, and classifies every object and hour.
 * Reads nothing itself, and throws on no input. In this order: digest folders listed; `digestsToRead`, `addDigest`,
 * `judge` until nothing is left to read; log folders listed; `logsToRead`, `addLog`; `finish`.
 */
export class LaneJudge {
  private readonly book: DigestBook;
  private readonly logs: LogTable;
  private readonly unlisted: UnlistedTimes;
  private readonly olderEnds = new Map<string, EpochMs>();
  private readonly digestStrays: Stray[] = [];
  private closed: ClosedLane | undefined;

  constructor(private readonly options: LaneOptions) {
    const { place, window } = options;
    this.book = new DigestBook(options);
    this.logs = new LogTable(place, window);
    this.unlisted = new UnlistedTimes(place);
  }

  /** Everything below the lane's folders of digests, or of logs. Nothing more once `logsToRead` was called. */
  addListed(objects: Iterable<ListedObject>, folder: 'digest' | 'log'): void {
    for (const object of objects) {
      if (isBookkeeping(object.key, object.sizeBytes)) continue;
      if (folder === 'log') this.logs.addListed(object);
      else this.addListedDigest(object);
    }
  }

  /** A folder of the lane, or one above it, that could not be listed. */
  markUnlisted(prefix: string): void {
    this.unlisted.add(prefix);
  }

  /** Digests that are to be read: each is given once. */
  digestsToRead(): readonly ObjectToRead[] {
    return this.book.toRead();
  }

  addDigest(id: number, reading: DigestReading | PackedReading): void {
    this.book.addReading(id, reading);
  }

  /** Verifies what was read since. There may be more to read then. */
  judge(): void {
    this.book.settle();
  }

  /** Keys of backfill digests that are not in the ring, each once: once they were added, `judge` again. */
  keysMissing(): readonly MissingKey[] {
    return this.book.keysMissing();
  }

  /** Logs that proven digests name and that have no reading yet. */
  logsToRead(): Iterable<ObjectToRead> {
    this.close();
    return { [Symbol.iterator]: () => this.logs.toRead() };
  }

  /** True when every digest that names the log says this hash. */
  agrees(id: number, sha256: string): boolean {
    return this.logs.agrees(id, sha256);
  }

  addLog(id: number, reading: LogReading, isRemembered = false): void {
    this.logs.addReading(id, reading, isRemembered);
  }

  /** At any time: what was not read by then is said to be unread. */
  finish(): LaneResult {
    return toLaneResult(this.toInput(), this.close(), [...this.digestStrays, ...this.listLogStrays()]);
  }

  private addListedDigest(listed: ListedObject): void {
    const { key, sizeBytes } = listed;
    const { place, window } = this.options;
    const name = parseListedDigest(key, place);
    if (name === undefined) {
      const code = parseObjectName(fileNameOf(key)).kind === 'other' ? 'name' : 'place';
      if (this.isStrayOfWindow(key)) this.digestStrays.push({ key, sizeBytes, kind: 'digest', code });
      return;
    }
    if (name.end >= window.from || name.isBackfill) {
      this.book.addListed(listed, name);
      return;
    }
    const chain = toChainId(name);
    this.olderEnds.set(chain, Math.max(this.olderEnds.get(chain) ?? -Infinity, name.end));
  }

  private *listLogStrays(): Generator<Stray> {
    for (const [row, code] of this.logs.strayRows()) {
      const { key } = this.logs.placeOf(row);
      if (this.isStrayOfWindow(key)) yield { key, sizeBytes: this.logs.sizeOf(row), kind: 'log', code };
    }
  }

  /** A stray has no time of its own: the day of its folder counts. */
  private isStrayOfWindow(key: string): boolean {
    if (this.options.isWindowOpen) return true;
    const { from, to } = this.options.window;
    const day = findFolderDay(key.slice(this.options.place.root.length));
    return day !== undefined && day <= to && day + dayMs > from;
  }

  private close(): ClosedLane {
    if (this.closed !== undefined) return this.closed;
    this.judge();
    this.closed = closeLane(this.toInput());
    return this.closed;
  }

  private toInput(): ClosingInput {
    const { original } = this.options;
    return {
      ...this.options,
      isCopy: original.kind !== 'own',
      book: this.book,
      logs: this.logs,
      olderEnds: this.olderEnds,
      isUnlisted: (time) => this.unlisted.overlaps(time),
    };
  }
}
