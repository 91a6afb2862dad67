import { gzipSync } from 'node:zlib';
import { newSigningKey } from '../signedTrail/signingKey';
import { TrailBucket } from '../signedTrail/trailBucket';
import {
  bucketName,
  day,
  describeTrail,
  eightHourWindow,
  faultOf,
  getDigest,
  getLog,
  hourMs,
  inOtherBucket,
  member,
  newBackfill,
  newForgery,
  newGap,
  newTrail,
  organizationId,
  otherBucketName,
  removeEntry,
  spoilDigest,
  spoilLog,
  toArn,
  trailName,
  validKey,
  type CasePlan,
} from './casePlan';
import type { IntegrityCase } from './integrityCase';

const plans: Readonly<Record<string, CasePlan>> = {
  'clean-8h': {},
  'clean-24h-midnight': {
    trail: { start: Date.UTC(2026, 0, 14, 21, 1, 31), hours: 26, logsPerHour: 1 },
    args: { from: '2026-01-14T20:00:00Z', to: '2026-01-16T02:00:00Z' },
  },
  'clean-month-and-year-boundary': {
    trail: { start: Date.UTC(2025, 11, 31, 21, 1, 31), hours: 6, logsPerHour: 1 },
    args: { from: '2025-12-31T00:00:00Z', to: '2026-01-01T12:00:00Z' },
  },
  'all-hours-empty': { trail: { logsPerHour: 0 } },
  'empty-hours': { trail: { logsPerHour: ({ index }) => ([2, 3, 5].includes(index) ? 0 : 2) } },
  'window-inside': { args: { from: '2026-01-15T03:30:00Z', to: '2026-01-15T05:00:00Z' } },
  'key-rotation': {
    trail: { keyOf: ({ index }) => newSigningKey(index < 4 ? 'first' : 'second') },
    keys: [validKey('first'), validKey('second', day + 4 * hourMs)],
  },
  'backfill-clean': {
    trail: { ...newBackfill(), keyOf: ({ isBackfill }) => newSigningKey(isBackfill ? 'backfill' : 'first') },
    keys: [validKey('first'), validKey('backfill', Date.UTC(2026, 0, 25))],
  },
  'backfill-log-modified': {
    trail: newBackfill(),
    spoil: (bucket, trail) => {
      bucket.editText(getLog(trail, '0241').key, () => '{"Records":[]}');
    },
  },
  's3-prefix': { trail: { prefix: 'audit/prod' }, trails: [describeTrail({ S3KeyPrefix: 'audit/prod' })] },
  'org-trail': {
    trail: { accounts: [member], organizationId },
    trails: [describeTrail({ IsOrganizationTrail: true })],
    args: { account: member },
  },
  'org-trail-control-tower': {
    trail: { accounts: [member], organizationId, prefix: organizationId },
    trails: [describeTrail({ IsOrganizationTrail: true, S3KeyPrefix: organizationId })],
    args: { account: member },
  },
  'partition-govcloud': {
    region: 'us-gov-west-1',
    trail: { regions: ['us-gov-west-1'], homeRegion: 'us-gov-west-1' },
    trails: [describeTrail({ HomeRegion: 'us-gov-west-1', TrailARN: toArn('aws-us-gov', 'us-gov-west-1') })],
    args: { arn: toArn('aws-us-gov', 'us-gov-west-1') },
  },
  'multi-region-source': { region: 'eu-west-1', trail: { regions: ['eu-west-1'] } },
  'two-trails-same-bucket': {
    trails: [describeTrail({}), describeTrail({ Name: 'lab-trail-2', TrailARN: `${toArn('aws', 'us-east-1')}-2` })],
    keys: [validKey('first'), validKey('first')],
    spoil: (bucket) => {
      for (const object of newTrail({ trail: 'lab-trail-2' }).objects) bucket.put(object);
    },
  },
  'log-in-other-bucket': {
    buckets: [otherBucketName, bucketName],
    trail: { alterDigest: (content) => ({ ...content, logFiles: content.logFiles.map(inOtherBucket) }) },
    objects: ({ digests, logs }) => [...digests, ...logs.map((log) => ({ ...log, bucket: otherBucketName }))],
  },
  'gap-stopped-restarted': { trail: newGap() },
  'gap-with-logs-inside': {
    trail: newGap(),
    spoil: (bucket) => {
      const whole = newTrail({});
      for (const time of ['0306', '0331', '0406', '0431']) bucket.put(getLog(whole, time));
    },
  },
  'log-modified': spoilLog((bucket, key) => {
    bucket.editText(key, (text) => {
      const { Records } = JSON.parse(text) as { Records: readonly unknown[] }; // the builder's own log
      return JSON.stringify({ Records: Records.slice(1) });
    });
  }),
  'log-deleted': spoilLog((bucket, key) => {
    bucket.remove(key);
  }),
  'log-not-gzip': spoilLog((bucket, key, text) => {
    bucket.edit(key, () => Buffer.from(text));
  }),
  'log-recompressed': spoilLog((bucket, key, text) => {
    bucket.edit(key, () => gzipSync(text, { level: 1 }));
  }),
  'log-truncated-half': spoilLog((bucket, key) => {
    bucket.edit(key, (bytes) => bytes.subarray(0, bytes.length / 2));
  }),
  'log-gzip-second-member': spoilLog((bucket, key) => {
    bucket.edit(key, (bytes) => Buffer.concat([bytes, gzipSync('{"Records":[{"eventName":"Forged"}]}')]));
  }),
  'log-extra-undigested': spoilLog((bucket, key) => {
    bucket.add(key.replace(/_[^_]{16}\.json/, '_FORGEDFORGEDLAzk.json'), '{"Records":[{"eventName":"Forged"}]}');
  }),
  'log-extra-in-late-window': spoilLog((bucket, key, text) => {
    bucket.add(key.replace(/_[^_]+_[^_]{16}\.json/, '_20260115T0815Z_NotYetDigested0.json'), text);
  }),
  'denied-log': {
    faults: (trail) => [
      { ...faultOf(getLog(trail, '0431')), status: 403, code: 'AccessDenied', message: 'Access Denied' },
    ],
  },
  'slowdown-recovers': {
    faults: (trail) => [
      {
        ...faultOf(getLog(trail, '0431')),
        status: 503,
        code: 'SlowDown',
        message: 'Please reduce your request rate.',
        times: 2,
      },
    ],
  },
  'digest-deleted-middle': spoilDigest((bucket, digest) => {
    bucket.remove(digest.key);
  }),
  'digest-deleted-newest': {
    spoil: (bucket, trail) => {
      bucket.remove(getDigest(trail, '08').key);
    },
  },
  'digest-modified': spoilDigest(removeEntry),
  'digest-forged-unknown-key': spoilDigest((bucket, digest) => {
    const forged = getDigest(newTrail(newForgery(newSigningKey('attacker'))), '05');
    bucket.put({ ...digest, bytes: forged.bytes, metadata: forged.metadata });
  }),
  'digest-moved-same-folder': spoilDigest((bucket, digest) => {
    bucket.rename(digest.key, digest.key.replace('T050131Z', 'T050132Z'));
  }),
  'digest-not-gzip': spoilDigest((bucket, digest) => {
    bucket.edit(digest.key, () => Buffer.from(digest.text));
  }),
  'digest-signature-missing': spoilDigest((bucket, digest) => {
    bucket.setMetadata(digest.key, {});
  }),
  'digest-signatures-swapped': {
    spoil: (bucket, trail) => {
      const [one, other] = [getDigest(trail, '04'), getDigest(trail, '06')];
      bucket.setMetadata(one.key, other.metadata);
      bucket.setMetadata(other.key, one.metadata);
    },
  },
  'wrong-previous-hash': {
    trail: {
      alterDigest: (content, { index }) =>
        index === 4 ? { ...content, previousDigestHashValue: '0'.repeat(64) } : content,
    },
  },
  'many-tampers': {
    trail: { hours: 12 },
    args: { to: '2026-01-15T12:30:00Z' },
    spoil: (bucket, trail) => {
      bucket.editText(getLog(trail, '1006').key, () => '{}');
      bucket.remove(getLog(trail, '0931').key);
      bucket.remove(getDigest(trail, '07').key);
      removeEntry(bucket, getDigest(trail, '04'));
    },
  },
  'no-public-keys': { keys: [] },
  'unknown-fingerprint': { keys: [validKey('attacker')] },
  'trail-unknown': { trails: [] },
  'bucket-missing': { buckets: [], objects: () => [] },
  'bad-trail-arn': { args: { arn: trailName } },
  'end-before-start': { args: { from: eightHourWindow.to, to: eightHourWindow.from } },
};

/** Names of the cases that are built here: those of the corpus. */
export const builtCaseNames: readonly string[] = Object.keys(plans).sort();

/** Builds a case from its description: what the corpus has of that name, but for names that have no meaning. */
export function buildCase(name: string): IntegrityCase {
  const plan = plans[name];
  if (plan === undefined) throw new Error(`No case ${name}`);
  return toCase(name, plan);
}

export function toCase(name: string, plan: CasePlan): IntegrityCase {
  const trail = newTrail(plan.trail ?? {});
  const bucket = new TrailBucket({ objects: plan.objects?.(trail) ?? trail.objects });
  plan.spoil?.(bucket, trail);
  const { arn = toArn('aws', 'us-east-1'), from, to, account: member } = { ...eightHourWindow, ...plan.args };
  return {
    name,
    region: plan.region ?? 'us-east-1',
    args: [
      ...['--trail-arn', arn, '--start-time', from, '--end-time', to],
      ...(member === undefined ? [] : ['--account-id', member]),
      '--verbose',
    ],
    trails: plan.trails ?? [describeTrail({})],
    organizationId,
    publicKeys: plan.keys ?? [validKey('first')],
    faults: plan.faults?.(trail) ?? [],
    buckets: plan.buckets ?? [bucketName],
    objects: bucket.list(),
  };
}
