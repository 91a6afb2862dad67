import { strayTexts, unreadTexts, type FindingText } from './findingText';

const findWriter =
  'Look for older versions or a delete marker of the object (S3 versioning), a replica or a backup, and in S3 access logs or data events for who wrote or deleted the key after it was delivered.';

const uncoveredMeaning = 'No proven digest names it, so nothing says that CloudTrail delivered it as it is now.';

/** Of logs, by `status.code`. */
export const logFindings: Readonly<Record<string, FindingText>> = {
  'modified.hash': {
    title: (what, isOne) => `${what} ${isOne ? 'was' : 'were'} modified`,
    meaning:
      'A signed digest holds the SHA-256 of the log as CloudTrail delivered it. What is stored now has another one, so its content was changed after delivery.',
    explanations: [
      'A tool rewrote logs in place: filtered, redacted or merged them.',
      'The object was damaged while it was copied or restored.',
      'Someone changed, removed or added records.',
    ],
    nextStep: findWriter,
  },
  'modified.format': {
    title: (what, isOne) =>
      `${what} ${isOne ? 'was' : 'were'} modified: ${isOne ? 'it is' : 'they are'} not one whole gzip file`,
    meaning:
      'CloudTrail delivers exactly one gzip stream. This file is cut, damaged, not gzip, or goes on behind it; many readers show records that stand behind the signed ones.',
    explanations: [
      'A tool or a browser stored it decompressed under its old name.',
      'An upload or a copy broke off.',
      'Someone appended records, or cut some off.',
    ],
    nextStep: findWriter,
  },
  'missing.notFound': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} missing`,
    meaning: 'A signed digest names the log, so CloudTrail delivered it, and it is no longer there.',
    explanations: [
      'A lifecycle rule expired the logs but not the digests.',
      'A copy was made of a part only, or broke off.',
      'Someone deleted or renamed it.',
    ],
    nextStep: `Compare the bucket’s lifecycle rules with the age of the logs. ${findWriter}`,
  },
  'pending.afterNewest': {
    title: (what, isOne) => `${what} ${isOne ? 'awaits its' : 'await their'} digest`,
    meaning:
      'It was delivered after the newest digest of the window. CloudTrail signs what it delivered once an hour, so its proof does not exist yet or lies behind the end of the window.',
    explanations: ['This is normal at the end of a window.'],
    nextStep: 'Validate again in two hours, or end the window earlier.',
  },
  'uncovered.notNamed': {
    title: (what, isOne) =>
      `${what} ${isOne ? 'is' : 'are'} not covered: the digest of the hour does not name ${isOne ? 'it' : 'them'}`,
    meaning: `The time it says it was delivered is covered by a proven digest which does not list it. ${uncoveredMeaning}`,
    explanations: [
      'Another trail without log file validation delivers to the same bucket.',
      'A copy job put logs of another bucket among these.',
      'Someone put a forged log among the real ones.',
    ],
    nextStep: 'Find out who wrote it (S3 access logs, data events). Do not rely on its records until that is known.',
  },
  'uncovered.inGap': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} not covered: delivered while validation was off`,
    meaning: `It lies in a time for which CloudTrail signed nothing, although logs were delivered. ${uncoveredMeaning}`,
    explanations: [
      'Log file validation was switched on later, or was off for a while.',
      'Another trail without log file validation delivers to the same bucket.',
      'Someone switched validation off, or put forged logs into the gap.',
    ],
    nextStep: 'Look for UpdateTrail, StopLogging and StartLogging around the ends of the gap.',
  },
  'uncovered.digestInvalid': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} not covered: the digest of the hour is invalid`,
    meaning: `The digest that should name it cannot be trusted. ${uncoveredMeaning}`,
    explanations: ['Whatever made the digest invalid: see the finding about it.'],
    nextStep: 'Restore the digest from an older version or a backup, and validate again.',
  },
  'uncovered.digestMissing': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} not covered: the digest of the hour is missing`,
    meaning: `The digest that should name it is not there. ${uncoveredMeaning}`,
    explanations: ['Whatever became of the digest: see the finding about it.'],
    nextStep: 'Restore the digest from an older version or a backup, and validate again.',
  },
  'uncovered.digestUnreachable': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} not covered: the digest of the hour could not be verified`,
    meaning: `The digest that should name it, its signature or its public key could not be had. ${uncoveredMeaning}`,
    explanations: ['Whatever kept the digest from being verified: see the finding about it.'],
    nextStep: 'Make the digest readable or the public keys available, and validate again.',
  },
  'uncovered.noDigests': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} not covered: there are no digests at all`,
    meaning: `No digest of this account and region lies in the window. ${uncoveredMeaning}`,
    explanations: [
      'Log file validation is not enabled for the trail.',
      'The digests were not copied along, or a lifecycle rule expired them.',
      'The folder of digests could not be listed.',
      'Someone deleted all digests.',
    ],
    nextStep:
      'Check whether the trail has log file validation enabled (GetTrail), since when, and whether the digests lie elsewhere.',
  },
  'uncovered.notListed': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} not covered: the digests could not be listed`,
    meaning: `Whether a digest names it is not known. ${uncoveredMeaning}`,
    explanations: ['The role that was used lacks s3:ListBucket for the folder of digests.'],
    nextStep: 'Validate again with a role that may list it.',
  },
  ...Object.fromEntries(Object.entries(unreadTexts).map(([code, text]) => [`unreadable.${code}`, text])),
  ...Object.fromEntries(Object.entries(strayTexts).map(([code, text]) => [`stray.${code}`, text])),
};
