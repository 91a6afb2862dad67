import type { UserErrorData } from '../base/errors';
import type { ReasonCode } from '../engine/digest/validation';
import type { FoundLanes } from './laneListing';
import type { ValidationScope } from './validationOptions';

/** Names of what is there, in a sentence. */
const maxNamed = 20;

export interface MissingPlace {
  readonly error: UserErrorData;
  readonly code: ReasonCode;
}

/**
 * Accounts and regions that were asked for by name, and of which nothing was found. Where both were named, each account
 * must have each region: a trail of all regions writes digests in every one of them, whatever happens there.
 */
export function findMissingPlaces(
  { lanes, problems, accounts: accountsThere, regions: regionsThere }: FoundLanes,
  { accounts = [], regions = [] }: Pick<ValidationScope, 'accounts' | 'regions'>,
): readonly MissingPlace[] {
  const isUnlisted = problems.length > 0;
  const toMissing = (what: string, there: string): MissingPlace => ({
    error: {
      code: 'notFound',
      message: `Nothing of ${what} was found.`,
      nextStep: isUnlisted ? 'Some folders could not be listed: they may hold some.' : there,
    },
    code: isUnlisted ? 'notListed' : 'noDigests',
  });
  const ofAccounts = new Set(lanes.map(({ place }) => place.account));
  const ofRegions = new Set(lanes.map(({ place }) => place.region));
  const lackingAccounts = accounts.filter((account) => !ofAccounts.has(account));
  const lackingRegions = regions.filter((region) => !ofRegions.has(region));
  const missing = [
    ...lackingAccounts.map((account) => toMissing(`account ${account}`, toThere('Accounts', accountsThere, account))),
    // Of accounts that are not there no region can be.
    ...(ofAccounts.size === 0 && lackingAccounts.length > 0 ? [] : lackingRegions).map((region) =>
      toMissing(`region ${region}`, toThere('Regions', regionsThere, region)),
    ),
  ];
  const pairs = new Set(lanes.map(({ place }) => `${place.account} ${place.region}`));
  for (const account of accounts.filter((one) => ofAccounts.has(one))) {
    const lacking = regions.filter((region) => ofRegions.has(region) && !pairs.has(`${account} ${region}`));
    if (lacking.length === 0) continue;
    const its = lanes.filter(({ place }) => place.account === account).map(({ place }) => place.region);
    missing.push(toMissing(`account ${account} in ${lacking.join(', ')}`, toThere('Its other regions', new Set(its))));
  }
  return missing;
}

function toThere(what: string, names: ReadonlySet<string>, except?: string): string {
  const sorted = [...names].filter((name) => name !== except).sort();
  if (sorted.length === 0) return 'Check the location: above the accounts stands a folder called AWSLogs.';
  const rest = sorted.length > maxNamed ? `, and ${sorted.length - maxNamed} more` : '';
  return `${what} that are there: ${sorted.slice(0, maxNamed).join(', ')}${rest}.`;
}
