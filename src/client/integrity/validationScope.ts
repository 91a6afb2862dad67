import type { EpochMs } from '../../base/time';
import type { SearchScope } from '../../protocol/searchRequests';
import { findPrefixDays } from '../scan/dayRange';
import { parsePrefixParts, toAccountRoot } from '../scan/trailParts';
import type { Place } from '../search/place';

/**
 * What of a source is validated when a level of its tree is meant. Digests and logs lie in folders beside each other, so
 * the prefix stands at the account or above it, and region and days become conditions. `to` is the last moment, and never
 * later than `now`: nothing can be proven of what is still to come.
 */
export function toValidationScope({ root, scope }: Place, now: EpochMs): SearchScope {
  const prefix = scope.prefix ?? root.prefix;
  const { region } = parsePrefixParts(prefix);
  const hasTime = scope.from !== undefined || scope.to !== undefined;
  const { from, to } = (hasTime ? scope : findPrefixDays(prefix)) ?? {};
  const { accounts, regions = region === undefined ? undefined : [region] } = scope;
  return {
    sourceId: scope.sourceId,
    prefix: toAccountRoot(prefix),
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to: Math.min(to - 1, now) }),
  };
}

/** The other way round, of what was validated: a place's end is the first moment after. */
export function toPlaceScope(scope: SearchScope): SearchScope {
  return scope.to === undefined ? scope : { ...scope, to: scope.to + 1 };
}
