import { isLogInWindow } from '../engine/digest/digestTimes';
import { toStray } from '../engine/digest/laneObjects';
import type { LanePlace, TimeWindow, ValidatedObject } from '../engine/digest/validation';
import type { ListedObject } from '../engine/ports';
import { fileNameOf, parseObjectName } from '../engine/trail/objectKey';
import { findStamp } from './deliveryTimes';
import type { FoundLanes } from './laneListing';
import type { OpenWindow } from './scopeWindow';
import type { ValidationScope } from './validationOptions';

/** An object outside of the lanes, and where to count it. */
export interface Stray {
  readonly place: LanePlace;
  readonly object: ValidatedObject;
}

/**
 * Objects in levels where CloudTrail puts none. Those whose names say no time belong to no window, and count only where
 * none was asked for.
 */
export function* toStrays(
  { strays }: Pick<FoundLanes, 'strays'>,
  scope: Pick<ValidationScope, 'accounts' | 'regions'>,
  { from, to }: OpenWindow,
): Generator<Stray> {
  const isOpen = from === undefined && to === undefined;
  const window = { from: from ?? -Infinity, to: to ?? Infinity };
  for (const { path, object } of strays) {
    const { key } = object;
    const name = parseObjectName(fileNameOf(key));
    const account = path.accountId ?? name.accountId ?? '';
    const region = name.region ?? '';
    if (scope.accounts?.includes(account) === false || (region !== '' && scope.regions?.includes(region) === false)) {
      continue;
    }
    if (!isOpen && !isOfWindow(object, window)) continue;
    const place = { root: key.slice(0, key.lastIndexOf('/') + 1), account, region };
    yield { place, object: toStrayObject(object, place, path.kind === 'CloudTrail-Digest') };
  }
}

/** Whether it is named for a time of the window. */
export function isOfWindow({ key }: Pick<ListedObject, 'key'>, window: TimeWindow): boolean {
  const time = findStamp(key);
  return time !== undefined && isLogInWindow(time, window);
}

export function toStrayObject(object: ListedObject, place: LanePlace, isAmongDigests: boolean): ValidatedObject {
  const name = parseObjectName(fileNameOf(object.key));
  const time = findStamp(object.key);
  const kind = name.kind === 'digest' || isAmongDigests ? 'digest' : 'log';
  return {
    ...toStray(object, kind, name.kind === 'other' ? 'name' : 'place', place),
    ...(time === undefined ? {} : { from: time, to: time }),
  };
}
