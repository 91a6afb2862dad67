import { ScanRate } from '../scan/scanRate';
import type { ValidationRunProgress } from './validationOptions';

/** Counts what a run does, and tells it. */
export class RunProgress {
  private readonly rate = new ScanRate();
  private phase: ValidationRunProgress['phase'] = 'listing';
  private lanesDone = 0;
  private lanesTotal = 0;
  private objectsDone = 0;
  private objectsTotal = 0;
  private bytesDone = 0;
  private bytesTotal = 0;
  private fetched = 0;
  private fetchedBytes = 0;
  /** Objects found to be wrong. */
  wrong = 0;

  constructor(private readonly onProgress: (progress: ValidationRunProgress) => void) {
    this.rate.add(0, 0);
  }

  /** Bytes that were read, not remembered. */
  get storedBytes(): number {
    return this.fetchedBytes;
  }

  /** True once something was read. */
  get hasRead(): boolean {
    return this.phase !== 'listing';
  }

  addLanes(lanes: number): void {
    this.lanesTotal += lanes;
    this.tell();
  }

  addListed(objects: number, bytes: number): void {
    this.objectsTotal += objects;
    this.bytesTotal += bytes;
    this.tell();
  }

  addRead(objects: number, bytes: number, isFetched: boolean): void {
    if (this.phase === 'listing') this.phase = 'reading';
    this.objectsDone += objects;
    this.bytesDone += bytes;
    if (isFetched) {
      this.fetched += objects;
      this.fetchedBytes += bytes;
      this.rate.add(this.fetched, this.fetchedBytes);
    }
    this.tell();
  }

  /** Objects that were listed and had not to be read are done now, too. */
  endLane({ objectsLeft, bytesLeft }: { readonly objectsLeft: number; readonly bytesLeft: number }): void {
    this.lanesDone++;
    this.objectsDone += objectsLeft;
    this.bytesDone += bytesLeft;
    this.tell();
  }

  finish(): void {
    this.phase = 'finishing';
    this.tell();
  }

  private tell(): void {
    const { phase, lanesDone, lanesTotal, objectsDone, wrong } = this;
    // What digests name and no listing has counts, too.
    const objectsTotal = Math.max(this.objectsTotal, objectsDone);
    const bytesLeft = Math.max(0, this.bytesTotal - this.bytesDone);
    const secondsLeft = this.rate.secondsLeft(objectsTotal - objectsDone, bytesLeft);
    this.onProgress({
      phase,
      lanesDone,
      lanesTotal,
      objectsDone,
      objectsTotal,
      ...this.rate.read(),
      wrong,
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    });
  }
}
