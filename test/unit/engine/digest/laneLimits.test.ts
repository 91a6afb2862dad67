import assert from 'node:assert/strict';
import { newRandom, type Random } from '../../../../src/demo/prng';
import type { DigestFile, DigestReading, LogReading } from '../../../../src/engine/digest/lane';
import { LaneJudge, type LaneOptions } from '../../../../src/engine/digest/laneJudge';
import { readDigest } from '../../../../src/engine/digest/readDigest';
import { splitTime } from '../../../../src/engine/digest/stretch';
import type { ReasonCode } from '../../../../src/engine/digest/validation';
import { toLines } from '../../../support/judgedLane';
import { newKeyRing, newSignedTrail, type SignedTrail } from '../../../support/signedTrail/signedTrail';
import { toListed, toStored } from '../../../support/signedTrail/trailPlaces';

const hour = 3_600_000;
const limits = { maxLogBytes: 1_000_000, maxGzipRatio: 300 };
const place = { root: 'AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };

function newJudge(trail: SignedTrail, options: Partial<LaneOptions> = {}): LaneJudge {
  return new LaneJudge({
    place,
    window: { from: trail.start, to: trail.end },
    now: trail.end + 24 * hour,
    original: { kind: 'own', bucket: 'trail-logs' },
    keys: newKeyRing(trail),
    isWindowOpen: false,
    ...options,
  });
}

describe('a lane', () => {
  it('with many hours without digests has one entry for the rest', () => {
    const trail = newSignedTrail({ hours: 2, logsPerHour: 0 });
    const window = { from: trail.start, to: trail.end + 12_345 * hour };
    const judge = newJudge(trail, { window, now: window.to + 24 * hour });
    judge.addListed(trail.digests.map(toListed), 'digest');
    for (const { id } of judge.digestsToRead()) {
      const digest = trail.digests[id];
      assert.ok(digest !== undefined);
      judge.addDigest(id, readDigest(toStored(digest), limits));
    }
    judge.judge();
    const { hours, objects } = judge.finish();
    assert.equal(hours.length, 2 + 10_001);
    assert.deepEqual(hours.at(-1)?.to, window.to);
    const missing = [...objects].filter(({ status }) => status === 'missing');
    assert.equal(missing.length, 10_001);
    assert.equal((missing[0]?.to ?? 0) - (missing[0]?.from ?? 0), 2_345 * hour);
  });

  it('with a window of centuries is cut into no more', () => {
    assert.equal(splitTime(Date.UTC(1970, 0), Date.UTC(9999, 0)).length, 10_001);
    assert.deepEqual(splitTime(5, 5), []);
    assert.deepEqual(splitTime(0, hour + 1), [
      { from: 0, to: hour },
      { from: hour, to: hour + 1 },
    ]);
  });

  it('with any number of made-up trails has hours of a few', () => {
    const trail = newSignedTrail({ hours: 2, logsPerHour: 1 });
    const judge = newJudge(trail);
    const [digest] = trail.digests;
    assert.ok(digest !== undefined);
    const forged = Array.from({ length: 2_000 }, (_, index) => {
      return { ...toListed(digest), key: digest.key.replace('_management_', `_forged${index}_`) };
    });
    judge.addListed([...trail.digests.map(toListed), ...forged], 'digest');
    for (const { id, key } of judge.digestsToRead()) {
      const own = trail.digests.find((one) => one.key === key) ?? digest;
      judge.addDigest(id, readDigest(toStored(own), limits));
    }
    judge.judge();
    judge.addListed(trail.logs.map(toListed), 'log');
    for (const { id } of judge.logsToRead()) judge.addLog(id, toReading(trail, id));
    const result = judge.finish();
    const objects = [...result.objects];
    assert.equal(objects.filter(({ code }) => code === 'moved').length, 2_000);
    assert.equal(toLines({ objects }).length, 2_000);
    assert.ok(result.hours.length <= 17 * 3);
    assert.equal(result.chains.length, 17);
  });

  it('throws on no reading, in no order', () => {
    const random = newRandom('lane limits');
    const trail = newSignedTrail({ hours: 6, logsPerHour: 2, backfill: [{ index: 1, logs: 1, generatedTime: 0 }] });
    const all = [...trail.digests, ...trail.backfillDigests];
    for (let time = 0; time < 150; time++) {
      const judge = newJudge(trail, {
        window: { from: trail.start + random.whole(-2, 3) * hour, to: trail.end + random.whole(-4, 9) * hour },
        original: random.pick([
          { kind: 'infer' },
          { kind: 'own', bucket: 'trail-logs' },
          { kind: 'copy', bucket: 'trail-logs', sourcePrefix: '', originalPrefix: '' },
        ] as const),
      });
      for (const object of [...all, ...trail.logs]) {
        if (random.chance(0.9))
          judge.addListed(
            [{ ...toListed(object), key: spoilText(random, object.key) }],
            random.pick(['digest', 'log']),
          );
      }
      for (let round = 0; round < 5; round++) {
        for (const { id, key } of judge.digestsToRead()) {
          const own = all.find((one) => one.key === key) ?? random.pick(all);
          if (random.chance(0.95)) judge.addDigest(id, spoilReading(random, readDigest(toStored(own), limits)));
        }
        judge.judge();
        judge.keysMissing();
      }
      judge.addDigest(random.whole(-3, 400), spoilReading(random, { kind: 'problem', code: 'denied', message: '' }));
      for (const { id } of judge.logsToRead()) if (random.chance(0.9)) judge.addLog(id, spoilLog(random, trail));
      judge.addLog(random.whole(-3, 400), spoilLog(random, trail));
      const { objects, hours, chains } = judge.finish();
      assert.ok([...objects].every(({ account, region }) => account !== '' && region !== ''));
      assert.ok(hours.every(({ from, to }) => from < to));
      assert.ok(chains.length >= 0);
    }
  });
});

function toReading({ logs }: SignedTrail, row: number): LogReading {
  // Rows are numbered as logs are listed.
  const { sha256 = '', bytes = [] } = logs[row] ?? {};
  return { kind: 'log', sha256, storedBytes: bytes.length };
}

function spoilText(random: Random, text: string): string {
  if (random.chance(0.8)) return text;
  const at = random.whole(0, text.length);
  return random.pick([
    '',
    text.slice(at),
    text.slice(0, at),
    `${text.slice(0, at)}\u{1f600}/\0${text.slice(at)}`,
    `${text}/`,
    `${text}${text}`,
  ]);
}

function spoilTime(random: Random, time: number): number {
  return random.chance(0.8)
    ? time
    : random.pick([0, time - hour, time + hour, time + 999, -62_135_596_800_000, 253_402_300_799_999]);
}

function spoilReading(random: Random, reading: DigestReading): DigestReading {
  if (reading.kind === 'problem' || random.chance(0.1)) {
    return {
      kind: 'problem',
      code: random.pick<ReasonCode>(['notFound', 'denied', 'format', 'hash', 'moved']),
      message: '',
    };
  }
  const { digest } = reading;
  const text = (one: string): string => spoilText(random, one);
  const spoilt: DigestFile = {
    ...digest,
    account: text(digest.account),
    endTimeText: text(digest.endTimeText),
    startTime: spoilTime(random, digest.startTime),
    endTime: spoilTime(random, digest.endTime),
    bucket: text(digest.bucket),
    key: text(digest.key),
    fingerprint: text(digest.fingerprint),
    signatureAlgorithm: text(digest.signatureAlgorithm),
    logs: digest.logs.map((log) => ({ ...log, bucket: text(log.bucket), key: text(log.key), hash: text(log.hash) })),
  };
  const { previous } = digest;
  const pointer =
    previous === undefined
      ? {}
      : {
          previous: {
            ...previous,
            bucket: text(previous.bucket),
            key: text(previous.key),
            signature: text(previous.signature),
          },
        };
  const { previous: dropped, ...rest } = spoilt;
  const changed = random.chance(0.3) ? rest : { ...spoilt, ...pointer };
  // Half of them are as they were signed, so that there is a chain to be judged.
  return {
    ...reading,
    digest: random.chance(0.5) ? digest : changed,
    ...(dropped === undefined ? {} : { signature: text(reading.signature ?? '') }),
  };
}

function spoilLog(random: Random, trail: SignedTrail): LogReading {
  if (random.chance(0.3))
    return { kind: 'problem', code: random.pick<ReasonCode>(['notFound', 'denied', 'format']), message: '' };
  return { kind: 'log', sha256: spoilText(random, random.pick(trail.logs).sha256), storedBytes: random.whole(0, 9) };
}
