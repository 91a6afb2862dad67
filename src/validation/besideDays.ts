import { toDay, type EpochMs } from '../base/time';
import { isAbort, toUserErrorData, type UserErrorData } from '../base/errors';
import { findFolderDay } from '../engine/digest/laneKey';
import type { TimeWindow } from '../engine/digest/validation';
import type { ListedObject } from '../engine/ports';
import { listLevel, type ListingSource } from '../scan/scanListing';
import type { LaneFolder } from './laneListing';
import { isNamed, lookInto } from './oddFolders';
import { isOfWindow } from './strays';

/**
 * What lies in one folder of a lane outside of the days of a window, and is named for a time in it: readers that go by
 * names take it for one of the window's. Where no window was asked for everything is listed, and none of this is needed.
 */
export class BesideDays {
  private readonly found = new Map<string, ListedObject>();

  constructor(
    readonly folder: LaneFolder,
    private readonly window: TimeWindow,
  ) {}

  get objects(): Iterable<ListedObject> {
    return this.found.values();
  }

  /** Takes what it is about out of a listing; gives the rest, which lies in days' folders. */
  take(objects: readonly ListedObject[]): readonly ListedObject[] {
    return objects.filter((object) => {
      const day = this.findDay(object.key);
      if (day === undefined || !this.isDayOfWindow(day)) this.add(object);
      return day !== undefined;
    });
  }

  /** Looks beside the folders of the first and the last day: what lies between them is listed with the days. */
  async list(
    source: ListingSource,
    onProblem: (prefix: string, error: UserErrorData) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (const level of this.toLevels()) {
      const folders: string[] = [];
      try {
        for await (const listing of listLevel(source, level, folders, signal)) {
          if (listing.kind === 'objects') for (const object of listing.objects) this.add(object);
        }
      } catch (error) {
        if (isAbort(error)) throw error;
        const data = toUserErrorData(error);
        if (data.code === 'notFound') continue; // a folder on disk that is not there is empty
        onProblem(level, data);
        return;
      }
      const odd = folders.filter((folder) => !isPeriod(folder.slice(this.folder.prefix.length)));
      const { objects, problems } = await lookInto(
        source,
        level,
        odd.map((prefix) => ({ prefix, isAlike: true })),
        signal,
      );
      for (const object of objects) this.add(object);
      for (const { prefix, error } of problems) onProblem(prefix, error);
    }
  }

  private add(object: ListedObject): void {
    if (isNamed(object) && isOfWindow(object, this.window)) this.found.set(object.key, object);
  }

  private toLevels(): readonly string[] {
    const { prefix } = this.folder;
    const levels = new Set([prefix]);
    for (const time of [this.window.from, this.window.to]) {
      const [year = '', month = ''] = toDay(time).split('-');
      levels.add(`${prefix}${year}/`).add(`${prefix}${year}/${month}/`);
    }
    return [...levels];
  }

  private findDay(key: string): EpochMs | undefined {
    const below = key.slice(this.folder.prefix.length, this.folder.prefix.length + '2026/01/15/'.length);
    return findFolderDay(`/${below}`);
  }

  private isDayOfWindow(day: EpochMs): boolean {
    return toDay(day) >= toDay(this.window.from) && toDay(day) <= toDay(this.window.to);
  }
}

/** `2026/`, `2026/01/` or `2026/01/15/`, if there is such a time. */
function isPeriod(below: string): boolean {
  const whole = [below, `${below}01/`, `${below}01/01/`];
  return whole.some((text) => /^\d{4}\/\d\d\/\d\d\/$/.test(text) && findFolderDay(`/${text}`) !== undefined);
}
