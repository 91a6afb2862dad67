import { cacheOrigin } from '../keyRing';
import type { KeyUse, ValidationHeader, ValidationSummary, Verdict } from '../validation';
import { countOf } from './reportText';

/** In one word, for headings. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  proven: 'Proven',
  wrong: 'Wrong',
  unproven: 'Not proven',
};

/** The verdict in some sentences. */
export function toVerdictText(header: ValidationHeader): string {
  const stopped = header.isComplete ? '' : ' The run did not reach its end.';
  return `${toVerdictSentence(header)}${stopped}`;
}

function toVerdictSentence({ verdict, summary, keys }: ValidationHeader): string {
  switch (verdict) {
    case 'proven':
      return `Proven: ${toLogsText(summary.log.valid)}, and the chain of digests is whole.${toPendingText(summary.log.pending)}${toKeyFileText(keys)}`;
    case 'wrong':
      return `Wrong: something is provably not as CloudTrail delivered it. ${listWrong(summary)}`.trimEnd();
    case 'unproven':
      return 'Not proven: nothing wrong was found, but not everything could be proven.';
    default:
      return verdict satisfies never;
  }
}

function toLogsText(logs: number): string {
  if (logs === 0) return 'the digests of the window name no logs';
  const isOne = logs === 1;
  return `the ${countOf(logs, 'log')} that the digests of the window name ${isOne ? 'is' : 'are'} there and unaltered`;
}

/** Nothing is known of these yet: they are not among what is proven. */
function toPendingText(logs: number): string {
  if (logs === 0) return '';
  return ` ${countOf(logs, 'newer log')} ${logs === 1 ? 'awaits its' : 'await their'} digest.`;
}

/** Whoever gave the file could have signed digests, too: their fingerprints only show that its keys are whole. */
function toKeyFileText(keys: readonly KeyUse[]): string {
  const isOfFile = keys.some(({ origin }) => origin !== 'AWS' && origin !== cacheOrigin);
  return isOfFile ? ' The public keys were read from a file: the proof is as good as that file.' : '';
}

function listWrong({ log, digest, backfillDigest, notYetSeen = 0 }: ValidationSummary): string {
  const invalid = digest.invalid + backfillDigest.invalid;
  const missing = digest.missing - notYetSeen + backfillDigest.missing;
  const parts = [
    [log.modified, 'log', 'modified'],
    [log.missing, 'log', 'missing'],
    [invalid, 'digest', 'invalid'],
    [missing, 'digest', 'missing'],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, noun, how]) => `${countOf(count, noun)} ${how}`);
  return named.length === 0 ? '' : `Found: ${named.join(', ')}.`;
}
