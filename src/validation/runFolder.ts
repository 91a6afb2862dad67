import path from 'node:path';
import type { ValidatedHour, ValidatedObject, ValidationHeader, LanePlace } from '../engine/digest/validation';
import { toDay, type EpochMs } from '../base/time';
import type { CountData } from './folderCounts';

/** What is written when the shape of anything below changes: runs of other versions are not shown. */
export const runVersion = 1;

export const runFileName = 'run.json';
export const objectsFileName = 'objects.blocks';
export const exceptionsFileName = 'exceptions.blocks';
export const hoursFileName = 'hours.blocks';
export const foldersFileName = 'folders.jsonl';
export const dataFileNames = [objectsFileName, exceptionsFileName, hoursFileName, foldersFileName] as const;
export type DataFileName = (typeof dataFileNames)[number];

/** `run.json`, written last. */
export interface RunFile {
  readonly version: typeof runVersion;
  readonly header: ValidationHeader;
  /** Sizes of the other files. */
  readonly files: Readonly<Record<DataFileName, number>>;
}

/** One line of `folders.jsonl`: a folder with objects, as one lane saw it. */
export interface FolderLine extends CountData {
  /** `''` or ending in `/`. */
  readonly prefix: string;
  /** Offsets in the objects' file of the blocks that hold objects of this folder. */
  readonly blocks: readonly number[];
}

/** Where the runs of a place are kept. `placeId`: see `toPlaceId`. */
export function toValidationFolder(stateFolder: string, placeId: string): string {
  return path.join(stateFolder, 'validations', placeId);
}

export function toRunsFolder(storeFolder: string): string {
  return path.join(storeFolder, 'runs');
}

/** The folder that an object counts in. Without a key: that of the digests of its day, where one would look for it. */
export function toObjectFolder(object: ValidatedObject, place: LanePlace): string {
  if (object.key !== undefined) return object.key.slice(0, object.key.lastIndexOf('/') + 1);
  return toDigestDayFolder(place, object.to ?? object.from);
}

export function toHourFolder(hour: ValidatedHour, place: LanePlace): string {
  return toDigestDayFolder(place, hour.to);
}

function toDigestDayFolder({ root, region }: LanePlace, time: EpochMs | undefined): string {
  const day = time === undefined ? '' : `${toDay(time).replaceAll('-', '/')}/`;
  return `${root}CloudTrail-Digest/${region}/${day}`;
}
