import { toDisplayText } from '../base/displayText';
import { toUserErrorData, UserError, type UserErrorData } from '../base/errors';
import type { EpochMs } from '../base/time';
import { hourMs } from '../engine/digest/digestTimes';
import { KeyRing } from '../engine/digest/keyRing';
import type { PublicKeyLoader } from './publicKeyLoader';

/** ListPublicKeys is asked beyond the window's end: the last digests are signed after it. */
const keysAfterMs = 2 * hourMs;

/**
 * The public keys of one run, region by region: a digest is signed with a key of the region that it is about, and one of
 * another region proves nothing.
 */
export class RegionKeys {
  private readonly rings = new Map<string, KeyRing>();
  private readonly problems = new Map<string, UserErrorData[]>();

  /** Whether the run covers several regions: keys of a file that do not say theirs may then be any one's of them. */
  hasSeveralRegions = false;

  constructor(private readonly loader: PublicKeyLoader) {}

  ring(region: string): KeyRing {
    const ring = this.rings.get(region) ?? new KeyRing([], { isOneOfSeveral: this.hasSeveralRegions });
    this.rings.set(region, ring);
    return ring;
  }

  /** Adds what can be had for digests of this time. Rejects only with an AbortError. */
  async load(region: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<void> {
    const loaded = await this.loader.load(region, from, to + keysAfterMs, signal);
    const ring = this.ring(region);
    for (const key of loaded.keys) if (key.region === undefined || key.region === region) ring.add(key);
    if (loaded.isAnswered) ring.markAnswered(region);
    const told = this.problems.get(region) ?? [];
    this.problems.set(region, told);
    for (const problem of loaded.problems) {
      if (!told.some(({ message }) => message === problem.message)) told.push(problem);
    }
  }

  /** Why keys of a region could not be had: at least one reason. */
  problemsOf(region: string): readonly UserErrorData[] {
    const told = this.problems.get(region) ?? [];
    return told.length > 0 ? told : [toUserErrorData(newNoFittingKeyError(region))];
  }
}

/** Of keys from a file: who answers for AWS has always told why. */
function newNoFittingKeyError(region: string): UserError {
  const message = `Among the public keys that were given there are none known to be those of ${toDisplayText(region)} at this time.`;
  return new UserError('notFound', message, {
    nextStep: 'Save the keys of that region and time (trailcase keys save), and name that file.',
  });
}
