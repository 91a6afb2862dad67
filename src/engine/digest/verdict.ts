import type {
  ChainSummary,
  ReasonCode,
  ValidatedHour,
  ValidatedObject,
  ValidationHeader,
  Verdict,
  Weight,
} from './validation';

/** What an object does to the verdict. */
export function weightOf({ kind, status, code }: ValidatedObject): Weight {
  switch (status) {
    case 'modified':
    case 'invalid':
      return 'wrong';
    case 'missing':
      // That the newest digests are not there can have harmless reasons: logging was switched off.
      return code === 'notYetSeen' ? 'unproven' : 'wrong';
    case 'unreadable':
    case 'unreachable':
    case 'uncovered':
      return 'unproven';
    case 'stray':
      // A stray that lies among logs is read as one by other tools.
      return kind === 'log' ? 'unproven' : 'none';
    case 'valid':
    case 'pending':
      return 'none';
    default:
      return status satisfies never;
  }
}

export function weightOfHour({ status, code, isExcused }: ValidatedHour): Weight {
  // A chain that began anew without a gap: its hour is covered, but nothing ties it to the one before.
  const isRestart = code === ('restarted' satisfies ReasonCode);
  if (status === 'covered' || status === 'quiet') return isRestart ? 'unproven' : 'none';
  return isExcused === true ? 'none' : 'unproven';
}

export function weightOfChain({ restarts }: ChainSummary): Weight {
  return restarts.length > 0 ? 'unproven' : 'none';
}

const order: readonly Weight[] = ['none', 'unproven', 'wrong'];

export function heavier(a: Weight, b: Weight): Weight {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** Of the heaviest of a run's objects, hours, chains and problems. What was not looked at is not proven. */
export function toVerdict(heaviest: Weight, isComplete: boolean): Verdict {
  if (heaviest === 'wrong') return 'wrong';
  return heaviest === 'unproven' || !isComplete ? 'unproven' : 'proven';
}

export function toExitCode(verdict: Verdict): ValidationHeader['exitCode'] {
  if (verdict === 'proven') return 0;
  return verdict === 'wrong' ? 1 : 2;
}
