import { createPublicKey, sign } from 'node:crypto';
import { toFingerprint } from '../../../src/engine/digest/publicKey';
import {
  faultOf,
  getDigest,
  getLog,
  inOtherBucket,
  organizationId,
  spoilDigest,
  validKey,
  type CasePlan,
} from '../../support/integrityCases/casePlan';
import { newSigningKey, toListedKey, type SigningKey } from '../../support/signedTrail/signingKey';
import type { DigestContent } from '../../support/signedTrail/signedTrail';
import { oneLink, signedOtherwise, type BeyondCase } from './integrityBeyond';
import { clean, edges, oneDigest, oneLog } from './integrityExpectations';

/** The AWS CLI gave up. */
const aborted = 255;

function failing(of: 'log' | 'digest', status: number, code: string): CasePlan {
  return {
    faults: (trail) => [
      { ...faultOf(of === 'log' ? getLog(trail, '0431') : getDigest(trail, '05')), status, code, message: code },
    ],
  };
}

/** A key in the other form that there is, with the fingerprint of that form. */
function toSpkiKey(key: SigningKey): SigningKey {
  const der = createPublicKey(key.privateKey).export({ format: 'der', type: 'spki' });
  return { ...key, der, fingerprint: toFingerprint(der) };
}

const spkiKey = toSpkiKey(newSigningKey());

/** Items 9 to 13: where the AWS CLI counts wrongly, gives up, or does not look. */
export const limitCases: readonly BeyondCase[] = [
  {
    item: 9,
    name: 'three adjacent digests are deleted',
    plan: {
      spoil: (bucket, trail) => {
        for (const hour of ['04', '05', '06']) bucket.remove(getDigest(trail, hour).key);
      },
    },
    expected: {
      exitCode: 1,
      valid: [5, 0, 10],
      others: [
        'log 15 03:06 uncovered/digestMissing',
        'log 15 03:31 uncovered/digestMissing',
        'digest 15 04:01:31 missing/skippedHour',
        'log 15 04:06 uncovered/digestMissing',
        'log 15 04:31 uncovered/digestMissing',
        'digest 15 05:01:31 missing/skippedHour',
        'log 15 05:06 uncovered/digestMissing',
        'log 15 05:31 uncovered/digestMissing',
        'digest 15 06:01:31 missing/notFound',
      ],
      hours: edges('3 covered', '3 unproven/digestMissing', '2 covered'),
    },
    awsCliExitCode: 1,
  },
  {
    item: 10,
    name: 'a log is archived',
    plan: failing('log', 403, 'InvalidObjectState'),
    expected: oneLog(2, 'unreadable/archived'),
    awsCliExitCode: aborted,
  },
  {
    item: 10,
    name: 'a log is throttled for good',
    plan: failing('log', 503, 'SlowDown'),
    expected: oneLog(2, 'unreadable/network'),
    awsCliExitCode: aborted,
  },
  {
    item: 10,
    name: 'a digest is denied',
    plan: failing('digest', 403, 'AccessDenied'),
    expected: {
      ...oneDigest('unreachable/denied', 'digestUnreachable', 'digestUnreachable'),
      exitCode: 2,
    },
    awsCliExitCode: aborted,
  },
  {
    item: 10,
    name: 'the logs of a digest lie in a bucket that is gone',
    plan: {
      trail: signedOtherwise((content) => ({ ...content, logFiles: content.logFiles.map(inOtherBucket) })),
      spoil: (bucket, trail) => {
        for (const time of ['0406', '0431']) bucket.remove(getLog(trail, time).key);
      },
    },
    expected: {
      ...clean,
      exitCode: 2,
      valid: [8, 0, 14],
      others: ['log 15 04:06 unreadable/otherBucket', 'log 15 04:31 unreadable/otherBucket'],
    },
    awsCliExitCode: aborted,
  },
  {
    item: 10,
    name: 'a digest has no logFiles',
    plan: {
      trail: signedOtherwise(
        ({ logFiles, ...content }) => ({ ...content, ...{ logs: logFiles.length } }) as unknown as DigestContent,
      ),
    }, // what is not CloudTrail's
    expected: oneDigest('invalid/format', 'digestInvalid', 'digestInvalid'),
    awsCliExitCode: aborted,
  },
  {
    item: 11,
    name: 'a digest is signed over SHA-1',
    plan: {
      trail: {
        sign: (text, key, { index }) =>
          sign(index === 4 ? 'sha1' : 'sha256', Buffer.from(text, 'utf8'), key.privateKey),
      },
    },
    expected: oneDigest('invalid/signature', 'digestInvalid', 'digestInvalid'),
    awsCliExitCode: 0,
  },
  {
    item: 11,
    name: 'a digest names another algorithm of its signature',
    plan: { trail: signedOtherwise((content) => ({ ...content, digestSignatureAlgorithm: 'SHA1withRSA' })) },
    expected: oneDigest('invalid/signature', 'digestInvalid', 'digestInvalid'),
    awsCliExitCode: 0,
  },
  {
    item: 11,
    name: 'the metadata name another algorithm of the signature',
    plan: spoilDigest((bucket, { key, metadata }) => {
      bucket.setMetadata(key, { ...metadata, 'signature-algorithm': 'SHA1withRSA' });
    }),
    // Its text is authentic by the signature that stands in the next digest.
    expected: oneLink('signature'),
    awsCliExitCode: 0,
  },
  {
    item: 11,
    name: 'a digest names another algorithm of a log’s hash',
    plan: {
      trail: signedOtherwise((content) => ({
        ...content,
        logFiles: content.logFiles.map((log) => ({ ...log, hashAlgorithm: 'MD5' })),
      })),
    },
    expected: oneDigest('invalid/format', 'digestInvalid', 'digestInvalid'),
    awsCliExitCode: 0,
  },
  {
    item: 12,
    name: 'all digests are copied without their metadata',
    plan: {
      spoil: (bucket) => {
        bucket.dropMetadata();
      },
    },
    expected: {
      exitCode: 1,
      valid: [7, 0, 14],
      others: [
        'log 15 07:06 uncovered/digestInvalid',
        'log 15 07:31 uncovered/digestInvalid',
        'digest 15 08:01:31 invalid/signature',
      ],
      hours: edges('7 covered', '1 unproven/digestInvalid'),
    },
    awsCliExitCode: 1,
  },
  {
    item: 13,
    name: 'the public key is listed as SubjectPublicKeyInfo',
    plan: {
      trail: { keyOf: () => spkiKey },
      keys: [toListedKey(spkiKey, Date.UTC(2025, 6, 1), Date.UTC(2026, 6, 1))],
    },
    expected: clean,
    awsCliExitCode: 1,
  },
  {
    item: 13,
    name: 'two accounts of an organization, two regions, in one run',
    plan: {
      trail: { accounts: ['111122223333', '222233334444'], regions: ['us-east-1', 'eu-west-1'], organizationId },
      keys: [validKey('first')],
    },
    isWholeBucket: true,
    expected: {
      exitCode: 0,
      valid: [32, 0, 64],
      others: [],
      hours: ['4 gap/beforeFirst!', '32 covered', '4 unproven/digestPending!'],
    },
  },
];
