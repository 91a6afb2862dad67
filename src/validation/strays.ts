import type { TimeWindow, LanePlace, ValidatedObject } from '../engine/digest/validation';
import { fileNameOf, parseObjectName } from '../engine/trail/objectKey';
import { findStamp } from './deliveryTimes';
import type { FoundLanes } from './laneListing';
import type { ValidationScope } from './validationOptions';

/** An object above the lanes, and where to count it. */
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
  scope: Pick<ValidationScope, 'accounts' | 'regions' | 'from' | 'to'>,
  window: TimeWindow,
): Generator<Stray> {
  const isOpen = scope.from === undefined && scope.to === undefined;
  for (const { path, object } of strays) {
    const { key, sizeBytes } = object;
    const name = parseObjectName(fileNameOf(key));
    const account = path.accountId ?? name.accountId ?? '';
    const region = name.region ?? '';
    if (scope.accounts?.includes(account) === false || (region !== '' && scope.regions?.includes(region) === false)) {
      continue;
    }
    const time = findStamp(key);
    const isInside = time === undefined ? isOpen : isOpen || (time >= window.from && time <= window.to);
    if (!isInside) continue;
    const isDigest = name.kind === 'digest' || path.kind === 'CloudTrail-Digest';
    const isNamed = name.kind !== 'other';
    yield {
      place: { root: key.slice(0, key.lastIndexOf('/') + 1), account, region },
      object: {
        kind: isDigest ? 'digest' : 'log',
        status: 'stray',
        code: isNamed ? 'place' : 'name',
        reason: isNamed ? 'CloudTrail puts no object here' : 'not the name of an object of CloudTrail',
        key,
        account,
        region,
        sizeBytes,
        ...(time === undefined ? {} : { from: time, to: time }),
      },
    };
  }
}
