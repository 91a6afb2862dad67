import { strayTexts, unreadTexts, type FindingText } from './findingText';

const findWriter =
  'Look for older versions or a delete marker of the digest (S3 versioning), a replica or a backup, and in S3 access logs or data events for who wrote or deleted the key.';

const serviceFault =
  'The digest was signed by CloudTrail, so this is most likely a fault of the service’s. Ask AWS Support, with both digests.';

const otherDigestReplaced = 'The previous digest was replaced by another one that CloudTrail signed.';

/** Of digests and backfill digests, by `status.code`. */
export const digestFindings: Readonly<Record<string, FindingText>> = {
  'invalid.signature': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: the signature does not verify`,
    meaning:
      'No signature that fits its text is stored with the digest. The logs that it names are proven only where its text is proven in another way.',
    explanations: [
      'A copy lost or changed the metadata in which the signature is stored.',
      'A tool rewrote the file: another JSON layout is another text.',
      'Someone changed the digest, for instance to take a log out of it.',
    ],
    nextStep: findWriter,
  },
  'invalid.format': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: not a digest’s format`,
    meaning:
      'The file is not exactly one whole gzip stream of JSON with the members that a digest has, or they do not fit its name, so nothing in it can be relied on.',
    explanations: [
      'A tool or a browser stored it decompressed under its old name.',
      'An upload or a copy broke off.',
      'Someone replaced it.',
    ],
    nextStep: findWriter,
  },
  'invalid.moved': {
    title: (what, isOne) =>
      `${what} ${isOne ? 'is' : 'are'} invalid: not where ${isOne ? 'it was' : 'they were'} delivered`,
    meaning: 'The text of the digest says that it was delivered to another bucket or key.',
    explanations: [
      'This is a copy: give the address it was made from (original location).',
      'The objects were renamed, or the prefix of the bucket was changed.',
      'Someone put a digest of another time, trail or bucket in its place.',
    ],
    nextStep: 'If this is a copy, validate it with --original-location s3://bucket/prefix. If not, look who wrote it.',
  },
  'invalid.unknownKey': {
    title: (what, isOne) =>
      `${what} ${isOne ? 'is' : 'are'} invalid: the public key that ${isOne ? 'it names' : 'they name'} is not known`,
    meaning:
      'The digest names a public key that is not among CloudTrail’s for the region and the time: those that AWS lists, or those in the key file that was given.',
    explanations: [
      'A saved key file was used that does not hold the keys of this region or time.',
      'Someone wrote the digest and signed it with a key of their own.',
    ],
    nextStep: 'Save the public keys of the region and the whole window anew (trailcase keys save), and validate again.',
  },
  'invalid.badKey': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: the public key cannot be loaded`,
    meaning: 'There is a public key with the fingerprint that the digest names, but it is no RSA key.',
    explanations: ['The saved key file was damaged or edited.', 'Someone replaced the key.'],
    nextStep: 'Save the public keys anew (trailcase keys save), and validate again.',
  },
  'invalid.chainHash': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: another hash of the previous digest`,
    meaning:
      'The digest is signed, but the SHA-256 that it states of the previous digest is not that of the previous digest.',
    explanations: ['A fault of CloudTrail’s.', otherDigestReplaced],
    nextStep: serviceFault,
  },
  'invalid.chainSignature': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: another signature of the previous digest`,
    meaning:
      'The digest is signed, but the signature that it states of the previous digest is not stored with that one.',
    explanations: [
      'A copy changed the metadata in which the signature of the previous digest is stored.',
      'A fault of CloudTrail’s.',
      otherDigestReplaced,
    ],
    nextStep: serviceFault,
  },
  'invalid.chainTime': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: not adjacent to the previous digest in time`,
    meaning:
      'The digest is signed, but it begins before or after the end of the digest that it calls the previous one, so a time is proven twice or not at all.',
    explanations: ['A fault of CloudTrail’s.'],
    nextStep: serviceFault,
  },
  'invalid.chainPointer': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} invalid: wrong pointer to the previous digest`,
    meaning:
      'The digest is signed, but what it calls the previous digest is later, of another chain, in a circle, or leads past digests that are there.',
    explanations: ['A fault of CloudTrail’s.', 'A digest that CloudTrail signed for another trail was put here.'],
    nextStep: serviceFault,
  },
  'missing.notFound': {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} missing`,
    meaning:
      'A newer, proven digest shows that it was delivered, and it is no longer there. What it proved cannot be proven any more.',
    explanations: [
      'A lifecycle rule expired it.',
      'A copy was made of a part only, or broke off.',
      'Someone deleted or renamed it, to hide that logs were changed or deleted.',
    ],
    nextStep: `Compare the bucket’s lifecycle rules with its age. ${findWriter}`,
  },
  'missing.skippedHour': {
    title: (what, isOne) =>
      `${what} ${isOne ? 'is' : 'are'} missing, of ${isOne ? 'an hour' : 'hours'} beside another lost one`,
    meaning:
      'A missing or invalid digest follows a longer time without any digest. CloudTrail signs every hour, so there were others; their names are not known.',
    explanations: [
      'A lifecycle rule expired them, or a copy was made of a part only.',
      'Logging was off for a while before the digest that is lost.',
      'Someone deleted several digests in a row.',
    ],
    nextStep: findWriter,
  },
  'missing.notYetSeen': {
    title: (what, isOne) => `${what} should stand at the end of the window and ${isOne ? 'does' : 'do'} not`,
    meaning:
      'CloudTrail signs every hour while it logs. The newest digest of the chain is older than that, and nothing newer shows whether there were others.',
    explanations: [
      'The trail was stopped or deleted, or log file validation was switched off.',
      'The copy was made earlier than the end of the window.',
      'The region was disabled, or delivery is late.',
      'Someone deleted the newest digests: this leaves no other trace.',
    ],
    nextStep:
      'Look for StopLogging, UpdateTrail and DeleteTrail, and ask GetTrailStatus for the time of the latest digest that was delivered.',
  },
  'unreachable.keysUnavailable': {
    title: (what) => `${what} could not be verified: no public keys`,
    meaning:
      'Without CloudTrail’s public keys no signature can be checked, and nothing that the digests say is proven.',
    explanations: [
      'The role that was used lacks cloudtrail:ListPublicKeys, or the region is disabled for the account.',
      'This machine is offline and no saved keys cover the region and the window.',
    ],
    nextStep: 'Save the keys where AWS can be reached (trailcase keys save) and validate with --public-keys.',
  },
  'unreachable.noSignature': {
    title: (what, isOne) => `${what} could not be verified: no signature is stored with ${isOne ? 'it' : 'them'}`,
    meaning:
      'The signature is stored as metadata of the object. It is lost in this copy, and there is no proven next digest that repeats it.',
    explanations: ['aws s3 sync and most copy tools do not keep metadata on disk.'],
    nextStep:
      'Copy also the digest of the next hour, or download with Trailcase, which keeps the metadata in a file beside each object.',
  },
  ...Object.fromEntries(Object.entries(unreadTexts).map(([code, text]) => [`unreachable.${code}`, text])),
  ...Object.fromEntries(Object.entries(strayTexts).map(([code, text]) => [`stray.${code}`, text])),
};
