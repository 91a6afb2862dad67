import {
  bucketName,
  getDigest,
  getLog,
  newTrail,
  spoilDigest,
  spoilLog,
  type CasePlan,
} from '../../support/integrityCases/casePlan';
import type { DigestContent, SignedTrailOptions } from '../../support/signedTrail/signedTrail';
import { clean, edges, oneLog, type ExpectedOutcome } from './integrityExpectations';

/** What the AWS CLI does not see, or gives up at: an item of the specification of what it does not check. */
export interface BeyondCase {
  readonly item: number;
  readonly name: string;
  readonly plan: CasePlan;
  readonly expected: Omit<ExpectedOutcome, 'onlyAwsCli' | 'onlyOurs' | 'hasOtherText'>;
  /** Exit code of the AWS CLI 1.45.11 over the same objects; absent where it does not end. */
  readonly awsCliExitCode?: number;
  /** Without a trail's name: all that is in the bucket. */
  readonly isWholeBucket?: boolean;
}

const hashed = 'd'.repeat(64);

/** The fifth digest says something else, and is signed with it. */
export function signedOtherwise(alter: (content: DigestContent) => DigestContent): SignedTrailOptions {
  return { alterDigest: (content, { index }) => (index === 4 ? alter(content) : content) };
}

/** An authentic digest with a link that cannot be: the logs it names are checked all the same. */
export function oneLink(code: string, hours = edges('8 covered')): ExpectedOutcome {
  return { exitCode: 1, valid: [7, 0, 16], others: [`digest 15 05:01:31 invalid/${code}`], hours };
}

const zzz = 'us-east-1_lab-trail_us-east-1_zzzzzzzzzzzzzzzz.json.gz';
const digestFolder = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1';

/** Items 1 to 8: what is missing, added, or linked wrongly. */
export const beyondCases: readonly BeyondCase[] = [
  {
    item: 1,
    name: 'the newest three digests are deleted',
    plan: {
      spoil: (bucket, trail) => {
        for (const hour of ['06', '07', '08']) bucket.remove(getDigest(trail, hour).key);
      },
    },
    expected: {
      exitCode: 2,
      valid: [5, 0, 10],
      others: [
        'log 15 05:06 uncovered/digestMissing',
        'log 15 05:31 uncovered/digestMissing',
        'digest 15 06:01:31 missing/notYetSeen',
        'log 15 06:06 uncovered/digestMissing',
        'log 15 06:31 uncovered/digestMissing',
        'digest 15 07:01:31 missing/notYetSeen',
        'log 15 07:06 uncovered/digestMissing',
        'log 15 07:31 uncovered/digestMissing',
        'digest 15 08:01:31 missing/notYetSeen',
      ],
      hours: edges('5 covered', '3 unproven/notYetSeen'),
    },
    awsCliExitCode: 0,
  },
  {
    item: 1,
    name: 'the newest digest of the window is deleted, and one behind the window names it',
    plan: {
      ...spoilDigest((bucket, { key }) => {
        bucket.remove(key);
      }),
      args: { to: '2026-01-15T05:00:00Z' },
    },
    expected: {
      exitCode: 1,
      valid: [4, 0, 8],
      others: [
        'log 15 04:06 uncovered/digestMissing',
        'log 15 04:31 uncovered/digestMissing',
        'digest 15 05:01:31 missing/notFound',
      ],
      hours: ['1 gap/beforeFirst!', '4 covered', '1 unproven/digestMissing'],
    },
    awsCliExitCode: 0,
  },
  {
    item: 2,
    name: 'all digests are deleted',
    plan: { objects: ({ logs }) => logs },
    expected: {
      exitCode: 2,
      valid: [0, 0, 0],
      others: ['00', '01', '02', '03', '04', '05', '06', '07'].flatMap((hour) =>
        ['06', '31'].map((minute) => `log 15 ${hour}:${minute} uncovered/noDigests`),
      ),
      hours: ['9 unproven/noDigests'],
    },
    awsCliExitCode: 0,
  },
  {
    item: 2,
    name: 'everything is deleted',
    plan: { objects: () => [] },
    expected: { exitCode: 2, valid: [0, 0, 0], others: [], hours: [] },
    awsCliExitCode: 0,
  },
  {
    item: 3,
    name: 'a stray key sorts behind all digests of an old day, and a log was altered',
    plan: {
      spoil: (bucket, trail) => {
        bucket.editText(getLog(trail, '0431').key, () => '{"Records":[]}');
        bucket.add(`${digestFolder}/2026/01/14/111122223333_CloudTrail-Digest_${zzz}`, '{}');
        bucket.add(`${digestFolder}/2026/01/15/111122223333_CloudTrail-Digest_${zzz}`, '{}');
      },
    },
    expected: {
      ...clean,
      exitCode: 1,
      valid: [8, 0, 15],
      others: ['log 15 04:31 modified/hash', 'digest ? stray/name'],
    },
    awsCliExitCode: 0,
  },
  {
    item: 4,
    name: 'another trail’s name begins with this one’s and its home region, and hides its altered log',
    plan: {
      spoil: (bucket, trail) => {
        bucket.editText(getLog(trail, '0431').key, () => '{"Records":[]}');
        for (const object of newTrail({ trail: 'lab-trail_us-east-1_2', seed: 'other' }).objects) bucket.put(object);
      },
    },
    expected: oneLog(1, 'modified/hash'),
    awsCliExitCode: 0,
  },
  {
    item: 4,
    name: 'both trails, each with its own chain',
    plan: {
      spoil: (bucket) => {
        for (const object of newTrail({ trail: 'lab-trail_us-east-1_2', seed: 'other' }).objects) bucket.put(object);
      },
    },
    isWholeBucket: true,
    expected: {
      exitCode: 0,
      valid: [16, 0, 32],
      others: [],
      hours: ['2 gap/beforeFirst!', '16 covered', '2 unproven/digestPending!'],
    },
  },
  {
    item: 5,
    name: 'previousDigestSignature is not the previous digest’s',
    plan: { trail: signedOtherwise((content) => ({ ...content, previousDigestSignature: 'ab'.repeat(256) })) },
    expected: oneLink('chainSignature'),
    awsCliExitCode: 0,
  },
  {
    item: 5,
    name: 'a digest begins behind the end of the previous one',
    plan: { trail: signedOtherwise((content) => ({ ...content, digestStartTime: '2026-01-15T04:05:00Z' })) },
    expected: oneLink('chainTime', edges('4 covered', '1 unproven/digestInvalid', '4 covered')),
    awsCliExitCode: 0,
  },
  {
    item: 5,
    name: 'a digest begins before the end of the previous one',
    plan: { trail: signedOtherwise((content) => ({ ...content, digestStartTime: '2026-01-15T03:41:31Z' })) },
    expected: oneLink('chainTime'),
    awsCliExitCode: 0,
  },
  {
    item: 5,
    name: 'the pointer leads into another account’s chain',
    plan: {
      trail: signedOtherwise((content) => {
        const other = getDigest(newTrail({ accounts: ['999988887777'], seed: 'other' }), '04');
        return {
          ...content,
          previousDigestS3Object: other.key,
          previousDigestHashValue: other.sha256,
          previousDigestSignature: other.signature,
        };
      }),
      spoil: (bucket) => {
        for (const object of newTrail({ accounts: ['999988887777'], seed: 'other' }).objects) bucket.put(object);
      },
    },
    expected: oneLink('chainPointer'),
    awsCliExitCode: 0,
  },
  {
    item: 6,
    name: 'pointers go round in a circle',
    plan: {
      trail: {
        alterDigest: (content, { index }) =>
          index === 0
            ? {
                ...content,
                previousDigestS3Bucket: bucketName,
                previousDigestS3Object: content.digestS3Object.replace('T010131Z', 'T080131Z'),
                previousDigestHashValue: hashed,
                previousDigestHashAlgorithm: 'SHA-256',
                previousDigestSignature: 'ab'.repeat(256),
              }
            : content,
      },
    },
    expected: {
      ...clean,
      exitCode: 1,
      valid: [7, 0, 16],
      others: ['digest 15 01:01:31 invalid/chainPointer'],
      hours: ['1 unproven/digestInvalid', '8 covered', '1 unproven/digestPending!'],
    },
  },
  ...(
    [
      ['bytes follow a log', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('{"Records":[]}')]), 0],
      ['NUL bytes follow a log', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(512)]), 0],
      ['a log’s gzip trailer is cut off', (bytes: Buffer) => bytes.subarray(0, -8), 0],
      ['a log’s CRC is wrong', (bytes: Buffer) => withByte(bytes, bytes.length - 8), 1],
    ] as const
  ).map(([name, change, awsCliExitCode]) => ({
    item: 8,
    name,
    plan: spoilLog((bucket, key) => {
      bucket.edit(key, (bytes) => change(Buffer.from(bytes)));
    }),
    expected: oneLog(1, 'modified/format'),
    awsCliExitCode,
  })),
];

function withByte(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
