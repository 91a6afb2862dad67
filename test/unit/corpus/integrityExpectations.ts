/** What our validator has to say of a case. */
export interface ExpectedOutcome {
  readonly exitCode: 0 | 1 | 2;
  /** Valid digests, backfill digests and logs. */
  readonly valid: readonly [digests: number, backfillDigests: number, logs: number];
  /** Everything else in the order of time: kind, day and time of its name (or of its end), status and code. */
  readonly others: readonly string[];
  /** Runs of hours, in the order of time: `!` behind those that are excused. */
  readonly hours: readonly string[];
  /** Object lines that only one of the two prints, where the AWS CLI tells objects at all. */
  readonly onlyAwsCli?: readonly string[];
  readonly onlyOurs?: readonly string[];
  /** A line that both print says something else. */
  readonly hasOtherText?: boolean;
}

/** The window of the clean case begins 91 s before its first digest, and ends before the next can be there. */
export const edges = (...hours: readonly string[]): readonly string[] => [
  '1 gap/beforeFirst!',
  ...hours,
  '1 unproven/digestPending!',
];
const wholeHours = edges('8 covered');
export const clean: ExpectedOutcome = { exitCode: 0, valid: [8, 0, 16], others: [], hours: wholeHours };

/** What comes of one spoilt log: all the rest is valid. */
export function oneLog(exitCode: 1 | 2, what: string): ExpectedOutcome {
  return { ...clean, exitCode, valid: [8, 0, 15], others: [`log 15 04:31 ${what}`] };
}

/** What comes of one digest that proves nothing. */
export function oneDigest(what: string, uncovered: string, hour: string): ExpectedOutcome {
  return {
    exitCode: 1,
    valid: [7, 0, 14],
    others: [
      `log 15 04:06 uncovered/${uncovered}`,
      `log 15 04:31 uncovered/${uncovered}`,
      `digest 15 05:01:31 ${what}`,
    ],
    hours: edges('4 covered', `1 unproven/${hour}`, '3 covered'),
  };
}

const times = ['00:06', '00:31', '01:06', '01:31', '02:06', '02:31', '03:06', '03:31'].concat([
  '04:06',
  '04:31',
  '05:06',
  '05:31',
  '06:06',
  '06:31',
  '07:06',
  '07:31',
]);
const ends = ['01', '02', '03', '04', '05', '06', '07', '08'];

/** All digests of the clean case are one thing, and all logs another. */
export function allAlike(exitCode: 1 | 2, digest: string, log: string, hour: string): ExpectedOutcome {
  const digests = ends.map((end) => `digest 15 ${end}:01:31 ${digest}`);
  const logs = times.map((time) => `log 15 ${time} ${log}`);
  // The logs of 00:06 and 00:31 come before the digest of 01:01:31, and so on.
  const others = digests.flatMap((line, index) => [...logs.slice(2 * index, 2 * index + 2), line]);
  return { exitCode, valid: [0, 0, 0], others, hours: [`9 unproven/${hour}`, '1 unproven/digestPending!'] };
}

/**
 * The 44 cases of the corpus, but for the two that are wrong usage. Written down by hand from the issue and the
 * recordings: where the AWS CLI is right the same objects are valid, what it aborts at or does not see is told.
 */
export const expectedOutcomes: Readonly<Record<string, ExpectedOutcome>> = {
  'all-hours-empty': { ...clean, valid: [8, 0, 0], hours: edges('8 quiet') },
  'backfill-clean': { ...clean, valid: [8, 2, 18] },
  'backfill-log-modified': {
    ...clean,
    exitCode: 1,
    valid: [8, 2, 17],
    others: ['log 15 02:41 modified/hash'],
  },
  // Read as what it can be meant as here: a trail's name.
  'bad-trail-arn': clean,
  'bucket-missing': { exitCode: 2, valid: [0, 0, 0], others: [], hours: [] },
  // Both ends of these windows lie hours away from the nearest digest, so they are not proven.
  'clean-24h-midnight': {
    exitCode: 2,
    valid: [26, 0, 26],
    others: ['digest 16 00:01:31 missing/notYetSeen', 'digest 16 01:01:31 missing/notYetSeen'],
    hours: ['2 gap/beforeFirst', '26 covered', '2 unproven/notYetSeen', '1 unproven/digestPending!'],
  },
  'clean-month-and-year-boundary': {
    exitCode: 2,
    valid: [6, 0, 6],
    others: ['04', '05', '06', '07', '08', '09', '10', '11'].map(
      (hour) => `digest 01 ${hour}:01:31 missing/notYetSeen`,
    ),
    hours: ['22 gap/beforeFirst', '6 covered', '8 unproven/notYetSeen', '1 unproven/digestPending!'],
  },
  'clean-8h': clean,
  'denied-log': oneLog(2, 'unreadable/denied'),
  'digest-deleted-middle': oneDigest('missing/notFound', 'digestMissing', 'digestMissing'),
  'digest-deleted-newest': {
    exitCode: 2,
    valid: [7, 0, 14],
    others: [
      'log 15 07:06 uncovered/digestMissing',
      'log 15 07:31 uncovered/digestMissing',
      'digest 15 08:01:31 missing/notYetSeen',
    ],
    hours: edges('7 covered', '1 unproven/notYetSeen'),
  },
  'digest-forged-unknown-key': oneDigest('invalid/unknownKey', 'digestInvalid', 'digestInvalid'),
  'digest-modified': oneDigest('invalid/signature', 'digestInvalid', 'digestInvalid'),
  'digest-moved-same-folder': {
    ...oneDigest('missing/notFound', 'digestMissing', 'digestMissing'),
    others: [
      'log 15 04:06 uncovered/digestMissing',
      'log 15 04:31 uncovered/digestMissing',
      'digest 15 05:01:31 missing/notFound',
      'digest 15 05:01:32 invalid/moved',
    ],
    onlyOurs: ['digest 15 05:01:32 INVALID: has been moved from its original location'],
  },
  'digest-not-gzip': oneDigest('invalid/format', 'digestInvalid', 'digestInvalid'),
  'digest-signature-missing': {
    ...clean,
    onlyAwsCli: ['digest 15 05:01:31 INVALID: signature verification failed'],
    onlyOurs: ['digest 15 05:01:31 valid', 'log 15 04:06 valid', 'log 15 04:31 valid'],
  },
  // Their texts verify with the signatures that stand in the next digests, so the logs they name are checked.
  'digest-signatures-swapped': {
    ...clean,
    exitCode: 1,
    valid: [6, 0, 16],
    others: ['digest 15 04:01:31 invalid/signature', 'digest 15 06:01:31 invalid/signature'],
    onlyOurs: ['03:06', '03:31', '05:06', '05:31'].map((time) => `log 15 ${time} valid`),
  },
  'empty-hours': {
    ...clean,
    valid: [8, 0, 10],
    hours: edges('2 covered', '2 quiet', '1 covered', '1 quiet', '2 covered'),
  },
  'gap-stopped-restarted': {
    exitCode: 2,
    valid: [6, 0, 12],
    others: [],
    hours: edges('3 covered', '2 gap/restarted', '3 covered'),
  },
  'gap-with-logs-inside': {
    exitCode: 2,
    valid: [6, 0, 12],
    others: ['03:06', '03:31', '04:06', '04:31'].map((time) => `log 15 ${time} uncovered/inGap`),
    // The AWS CLI says that no log files were delivered, without having looked.
    hasOtherText: true,
    hours: edges('3 covered', '2 gap/restarted', '3 covered'),
  },
  'key-rotation': clean,
  'log-deleted': oneLog(1, 'missing/notFound'),
  'log-extra-in-late-window': { ...clean, others: ['log 15 08:15 pending/afterNewest'] },
  'log-extra-undigested': { ...clean, exitCode: 2, others: ['log 15 04:31 uncovered/notNamed'] },
  'log-gzip-second-member': {
    ...oneLog(1, 'modified/format'),
    onlyAwsCli: ['log 15 04:31 valid'],
    onlyOurs: ['log 15 04:31 INVALID: invalid format'],
  },
  'log-in-other-bucket': clean,
  'log-modified': oneLog(1, 'modified/hash'),
  'log-not-gzip': oneLog(1, 'modified/format'),
  'log-recompressed': clean,
  'log-truncated-half': oneLog(1, 'modified/hash'),
  'many-tampers': {
    exitCode: 1,
    valid: [10, 0, 18],
    others: [
      'log 15 03:06 uncovered/digestInvalid',
      'log 15 03:31 uncovered/digestInvalid',
      'digest 15 04:01:31 invalid/signature',
      'log 15 06:06 uncovered/digestMissing',
      'log 15 06:31 uncovered/digestMissing',
      'digest 15 07:01:31 missing/notFound',
      'log 15 09:31 missing/notFound',
      'log 15 10:06 modified/hash',
    ],
    hours: edges('3 covered', '1 unproven/digestInvalid', '2 covered', '1 unproven/digestMissing', '5 covered'),
  },
  'multi-region-source': clean,
  'no-public-keys': allAlike(2, 'unreachable/keysUnavailable', 'uncovered/digestUnreachable', 'digestUnreachable'),
  'org-trail': clean,
  'org-trail-control-tower': clean,
  'partition-govcloud': clean,
  's3-prefix': clean,
  'slowdown-recovers': clean,
  // The location is given, so nobody is asked whether the trail still exists.
  'trail-unknown': clean,
  'two-trails-same-bucket': clean,
  'unknown-fingerprint': allAlike(1, 'invalid/unknownKey', 'uncovered/digestInvalid', 'digestInvalid'),
  'window-inside': { exitCode: 0, valid: [2, 0, 4], others: [], hours: ['2 covered'] },
  'wrong-previous-hash': {
    ...clean,
    exitCode: 1,
    valid: [7, 0, 16],
    others: ['digest 15 05:01:31 invalid/chainHash'],
    onlyAwsCli: ['digest 15 05:01:31 valid'],
    onlyOurs: ['digest 15 05:01:31 INVALID: previousDigestHashValue is not that of the digest before'],
  },
};

/** `trailcase validate` does not take these: `end-before-start`, and an ARN that is none. */
export const wrongUsage: Readonly<Record<string, readonly string[]>> = {
  'bad-trail-arn': ['--trail', 'arn:aws:cloudtrail:us-east-1:111122223333:lab-trail'],
  'end-before-start': ['--from', '2026-01-15T08:30:00Z', '--to', '2026-01-15T00:00:00Z'],
};
