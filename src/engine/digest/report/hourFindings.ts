import type { FindingText } from './findingText';

const seeDigest = 'See the finding about the digests.';

/** Of hours, by `status.code`. */
export const hourFindings: Readonly<Record<string, FindingText>> = {
  'gap.restarted': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} a gap: nothing was signed before the chain began anew`,
    meaning:
      'A proven digest says that it is the first of a new chain, so CloudTrail signed nothing in the time before it. Logs that lie there are not covered.',
    explanations: [
      'Logging was stopped and started again, or log file validation was off for a while.',
      'The trail was deleted and made again under its name, or the region was disabled.',
      'Someone stopped logging to act unseen.',
    ],
    nextStep:
      'Look for StopLogging, StartLogging, UpdateTrail, DeleteTrail and CreateTrail around the ends of the gap.',
  },
  'gap.beforeFirst': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} a gap: before the first digest`,
    meaning: 'The first digest of the chain says that nothing was signed before it.',
    explanations: [
      'The trail was made, or log file validation was switched on, within the window.',
      'Logging had been stopped before the window began.',
    ],
    nextStep: 'Begin the window later, or look for CreateTrail, UpdateTrail and StartLogging at the end of the gap.',
  },
  'covered.restarted': {
    title: (what, isOne) => `${what} ${isOne ? 'follows' : 'follow'} a chain of digests that began anew without a gap`,
    meaning:
      'A proven digest says that it is the first of a new chain. It begins where the last one ends, but nothing signed ties them together, so there may have been digests between them.',
    explanations: [
      'Logging or log file validation was switched off and on again within the hour.',
      'Someone deleted digests between the two chains.',
    ],
    nextStep: 'Look for StopLogging, StartLogging and UpdateTrail at these times.',
  },
  'unproven.digestPending': {
    title: (what, isOne) => `${what} at the end of the window ${isOne ? 'awaits its' : 'await their'} digest`,
    meaning:
      'The next hourly digest cannot yet stand within the window. This is normal, and stands against the verdict only where no digest lies in the window at all.',
    explanations: ['CloudTrail signs what it delivered once an hour.'],
  },
  'unproven.notYetSeen': {
    title: (what, isOne) =>
      `${what} at the end of the window ${isOne ? 'is' : 'are'} unproven: digests should be there`,
    meaning: 'The newest digests that should stand in the window do not, so nothing proves this time.',
    explanations: [
      'The trail was stopped or deleted, or log file validation was switched off.',
      'The copy was made earlier than the end of the window.',
      'Someone deleted the newest digests.',
    ],
    nextStep:
      'Ask GetTrailStatus for the time of the latest digest, and look for StopLogging, UpdateTrail and DeleteTrail.',
  },
  'unproven.noDigests': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} unproven: no digests at all`,
    meaning:
      'No digest of this account and region (and of the trail, where one was asked for) lies in the window, so nothing proves what was delivered.',
    explanations: [
      'Log file validation is not enabled for the trail.',
      'The digests were not copied along, or a lifecycle rule expired them.',
      'Someone deleted all digests.',
    ],
    nextStep:
      'Check whether the trail has log file validation enabled (GetTrail), and whether the digests lie elsewhere.',
  },
  'unproven.digestInvalid': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} unproven: the digest is invalid`,
    meaning: 'The digest of this time cannot be trusted, so it does not prove which logs were delivered.',
    explanations: [seeDigest],
  },
  'unproven.digestMissing': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} unproven: the digest is missing`,
    meaning: 'The digest of this time is not there, so nothing proves which logs were delivered.',
    explanations: [seeDigest],
  },
  'unproven.digestUnreachable': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} unproven: the digest could not be verified`,
    meaning: 'The digest of this time, its signature or its public key could not be had.',
    explanations: [seeDigest],
  },
  'unproven.notListed': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} unproven: the digests could not be listed`,
    meaning: 'Which digests there are is not known.',
    explanations: ['The role that was used lacks s3:ListBucket for the folder of digests.', 'The storage failed.'],
    nextStep: 'Validate again with a role that may list it.',
  },
  'unproven.restarted': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} unproven: the chain began anew`,
    meaning: 'The chain of digests begins anew here, and does not say what was before it.',
    explanations: ['Logging or log file validation was switched off and on again.'],
    nextStep: 'Look for StopLogging, StartLogging and UpdateTrail at this time.',
  },
};
