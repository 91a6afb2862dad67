import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { newRandom, type Random } from '../../../../src/demo/prng';
import type { ValidatedObject } from '../../../../src/engine/digest/validation';
import { judgeBucket, toLines, type JudgedLane } from '../../../support/judgedLane';
import { newSigningKey } from '../../../support/signedTrail/signingKey';
import {
  newKeyRing,
  newSignedTrail,
  toStamp,
  type SignedDigest,
  type SignedLog,
  type SignedTrail,
  type SignedTrailOptions,
} from '../../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../../support/signedTrail/trailBucket';

const minute = 60_000;
const hour = 60 * minute;
const trailCount = 24;
const timeoutMs = 120_000;

/** Several accounts, regions and trails in one bucket; quiet hours, short digests, restarts, key rotation, backfill. */
function newTrails(random: Random, seed: string): readonly SignedTrail[] {
  const accounts = random.whole(0, 1) === 0 ? ['111122223333'] : ['111122223333', '444455556666'];
  const regions = random.whole(0, 1) === 0 ? ['us-east-1'] : ['us-east-1', 'eu-central-1'];
  const common = {
    accounts,
    regions,
    prefix: random.pick(['', 'audit', 'a/AWSLogs/b']),
    ...(random.whole(0, 1) === 0 ? {} : { organizationId: 'o-abcdefghij' }),
  };
  const names = random.pick([['management'], ['lab', 'lab_us-east-1_more']]);
  return names.map((trail) => newTrail(random, { ...common, trail, seed: `${seed} ${trail}` }));
}

function newTrail(random: Random, common: SignedTrailOptions): SignedTrail {
  const hours = random.whole(3, 6);
  const restart = random.whole(1, hours - 1);
  const short = random.whole(0, hours - 1);
  const rotation = random.whole(0, hours);
  const quiet = random.whole(0, hours);
  const isRestarted = random.whole(0, 3) === 0;
  return newSignedTrail({
    ...common,
    hours,
    // Across midnight, at any minute.
    start: Date.UTC(2026, 0, 15, 21) + random.whole(0, 59) * minute + random.whole(0, 59) * 1000,
    logsPerHour: ({ index, isBackfill }) => (index === quiet && !isBackfill ? 0 : 1 + ((index * 7) % 3)),
    recordsPerLog: 2,
    ...(isRestarted ? { restarts: [{ index: restart, pauseMs: random.whole(0, 3) * 25 * minute }] } : {}),
    spanOf: ({ index }) => (isRestarted && index === short ? 5 * minute : hour),
    keyOf: ({ index, isBackfill }) => newSigningKey(isBackfill ? 'third' : index < rotation ? 'first' : 'second'),
    ...(random.whole(0, 2) === 0
      ? {
          backfill: [
            { index: 0, logs: 1, generatedTime: Date.UTC(2026, 0, 20) },
            { index: 1, logs: 2, generatedTime: Date.UTC(2026, 0, 20) },
          ],
        }
      : {}),
  });
}

interface Scene {
  readonly random: Random;
  readonly trails: readonly SignedTrail[];
  readonly bucket: TrailBucket;
  readonly digests: readonly SignedDigest[];
  readonly logs: readonly SignedLog[];
  judge(): Promise<JudgedLane>;
}

function newScene(seed: string): Scene {
  const random = newRandom(`lane properties ${seed}`);
  const trails = newTrails(random, seed);
  const bucket = new TrailBucket(...trails);
  const window = {
    from: Math.min(...trails.map(({ start }) => start)),
    to: Math.max(...trails.map(({ end }) => end)),
  };
  return {
    random,
    trails,
    bucket,
    digests: trails.flatMap(({ digests, backfillDigests }) => [...digests, ...backfillDigests]),
    logs: trails.flatMap(({ logs }) => logs),
    judge: () => judgeBucket(bucket, { window, keys: newKeyRing(...trails) }),
  };
}

/** Whatever is not as it was, by its key: `status/code`. */
function toChanges({ objects }: JudgedLane, before: JudgedLane): ReadonlyMap<string, string> {
  const names = (found: readonly ValidatedObject[]): Map<string, string> =>
    new Map(
      found
        .filter(({ status }) => status !== 'valid')
        .map(({ key, kind, from, to, status, code }) => [key ?? `${kind} ${from} ${to}`, `${status}/${code ?? ''}`]),
    );
  const known = names(before.objects);
  return new Map([...names(objects)].filter(([key, text]) => known.get(key) !== text));
}

/** The digest whose pointer names it: of the newest of a chain there is none. */
function findNext({ digests }: Scene, { key }: SignedDigest): SignedDigest | undefined {
  return digests.find(({ content }) => content.previousDigestS3Object === key);
}

/** What a digest that is not there, or not as it was, leaves without proof. */
function expectUncovered(changes: Map<string, string>, digest: SignedDigest): void {
  for (const { key } of digest.logs) {
    assert.match(changes.get(key) ?? '', /^(uncovered|pending)\//, key);
    changes.delete(key);
  }
}

/** When it is lost, nobody can tell whether there were others before it. */
function isStarting({ content }: SignedDigest): boolean {
  return content.previousDigestS3Object === null;
}

function dropNameless(changes: Map<string, string>): void {
  for (const [key, text] of changes) {
    if (/^missing\/(skippedHour|notYetSeen)$/.test(text)) changes.delete(key);
  }
}

const everyScene = Array.from({ length: trailCount }, (_, index) => String(index));

describe('any valid trails', function () {
  this.timeout(timeoutMs);

  it('are clean, and proven but for restarts and where one trail is older than another', async () => {
    for (const seed of everyScene) {
      const scene = newScene(seed);
      const judged = await scene.judge();
      const wrong = toLines(judged).filter((line) => !line.includes('notYetSeen'));
      assert.deepEqual(wrong, [], seed);
      assert.notEqual(judged.verdict, 'wrong', seed);
      for (const trail of scene.trails) {
        const own = { window: { from: trail.start, to: trail.end }, keys: newKeyRing(...scene.trails) };
        const name = trail.arn.slice(trail.arn.lastIndexOf('/') + 1);
        const alone = await judgeBucket(scene.bucket, { ...own, trail: { name } });
        const isRestarted = alone.chains.some(({ restarts }) => restarts.length > 0);
        assert.equal(alone.verdict, isRestarted ? 'unproven' : 'proven', seed);
        assert.deepEqual(toLines(alone), [], seed);
      }
    }
  });

  it('have hours that follow each other and make up the whole window', async () => {
    for (const seed of everyScene) {
      const scene = newScene(seed);
      scene.bucket.remove(scene.random.pick(scene.digests).key);
      const { hours } = await scene.judge();
      const window = {
        from: Math.min(...scene.trails.map((one) => one.start)),
        to: Math.max(...scene.trails.map((one) => one.end)),
      };
      const chains = new Map<string, typeof hours>();
      for (const one of hours) {
        const chain = JSON.stringify([one.account, one.region, one.trail]);
        chains.set(chain, [...(chains.get(chain) ?? []), one]);
      }
      for (const chain of chains.values()) {
        assert.equal(chain[0]?.from, window.from);
        assert.equal(chain.at(-1)?.to, window.to);
        for (const [index, one] of chain.entries()) {
          assert.ok(one.from < one.to, seed);
          if (index > 0) assert.equal(one.from, chain[index - 1]?.to, seed);
        }
      }
    }
  });
});

describe('any change to valid trails', function () {
  this.timeout(timeoutMs);

  /** Spoils each scene `times` times, anew from the untouched one. */
  async function forEachSpoilt(
    times: number,
    spoil: (scene: Scene) => ((changes: Map<string, string>, judged: JudgedLane) => void) | undefined,
  ): Promise<void> {
    for (const seed of everyScene) {
      const before = await newScene(seed).judge();
      const scene = newScene(seed);
      const untouched = scene.bucket.list();
      for (let time = 0; time < times; time++) {
        const check = spoil(scene);
        if (check !== undefined) {
          const judged = await scene.judge();
          const changes = new Map(toChanges(judged, before));
          check(changes, judged);
          assert.deepEqual([...changes], [], `scene ${seed}, time ${time}`);
        }
        for (const { key } of scene.bucket.list()) scene.bucket.remove(key);
        for (const object of untouched) scene.bucket.put(object);
      }
    }
  }

  it('of one byte of an object is named', async () => {
    await forEachSpoilt(12, ({ random, bucket, digests, logs }) => {
      const object = random.pick([...digests, ...logs]);
      const at = random.whole(0, object.bytes.length - 1);
      const bit = 1 << random.whole(0, 7);
      bucket.edit(object.key, (bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ bit;
        return bytes;
      });
      const isSame = isSameText(bucket.get(object.key).bytes, object.bytes);
      return (changes) => {
        if (isSame && !changes.has(object.key)) return;
        if ('minute' in object) {
          assert.match(changes.get(object.key) ?? '', /^modified\/(hash|format)$/, `byte ${at}`);
        } else {
          assert.match(changes.get(object.key) ?? '', /^invalid\/(format|signature|moved|unknownKey)$/, `byte ${at}`);
          expectUncovered(changes, object);
        }
        changes.delete(object.key);
        if (!('minute' in object) && isStarting(object)) dropNameless(changes);
      };
    });
  });

  it('of the gzip header alone, which no digest signs, is none', async () => {
    const scene = newScene('0');
    const { bucket, digests, logs } = scene;
    for (const { key } of [...digests, ...logs]) {
      bucket.edit(key, (bytes) => {
        bytes[4] = (bytes[4] ?? 0) ^ 1; // MTIME
        return bytes;
      });
    }
    const { objects } = await scene.judge();
    assert.equal(objects.length, digests.length + logs.length);
    assert.deepEqual(new Set(objects.map(({ status }) => status)), new Set(['valid']));
  });

  it('of one character of a signature is named', async () => {
    await forEachSpoilt(3, (scene) => {
      const { random, bucket, digests } = scene;
      const digest = random.pick(digests);
      const at = random.whole(0, digest.signature.length - 1);
      const other = digest.signature[at] === '0' ? '1' : '0';
      const signature = digest.signature.slice(0, at) + other + digest.signature.slice(at + 1);
      bucket.setMetadata(digest.key, { ...digest.metadata, signature });
      return (changes) => {
        assert.equal(changes.get(digest.key), 'invalid/signature');
        changes.delete(digest.key);
        // The next digest still vouches for the text.
        if (findNext(scene, digest) === undefined) expectUncovered(changes, digest);
      };
    });
  });

  it('that deletes a log is named', async () => {
    await forEachSpoilt(4, ({ random, bucket, logs }) => {
      const { key } = random.pick(logs);
      bucket.remove(key);
      return (changes, { verdict }) => {
        assert.equal(changes.get(key), 'missing/notFound');
        assert.equal(verdict, 'wrong');
        changes.delete(key);
      };
    });
  });

  it('that deletes a digest is named', async () => {
    await forEachSpoilt(6, (scene) => {
      const { random, bucket, digests } = scene;
      const digest = random.pick(digests);
      bucket.remove(digest.key);
      return (changes, { verdict }) => {
        const hasNext = findNext(scene, digest) !== undefined;
        if (hasNext) assert.equal(changes.get(digest.key), 'missing/notFound');
        changes.delete(digest.key);
        expectUncovered(changes, digest);
        dropNameless(changes);
        // Nothing names the newest digest of a chain: one that is short leaves no hour without a digest.
        const isShort = digest.end - digest.start < hour;
        if (hasNext) assert.equal(verdict, 'wrong');
        else assert.ok(verdict === 'unproven' || isShort || digest.logs.length === 0);
      };
    });
  });

  it('that swaps two logs is named', async () => {
    await forEachSpoilt(3, ({ random, bucket, logs }) => {
      const [one, other] = [random.pick(logs), random.pick(logs)];
      if (one.sha256 === other.sha256) return undefined;
      bucket.swap(one.key, other.key);
      return (changes) => {
        for (const { key } of [one, other]) {
          assert.equal(changes.get(key), 'modified/hash');
          changes.delete(key);
        }
      };
    });
  });

  it('that swaps two digests is named', async () => {
    await forEachSpoilt(3, ({ random, bucket, digests }) => {
      const [one, other] = [random.pick(digests), random.pick(digests)];
      if (one.key === other.key) return undefined;
      bucket.swap(one.key, other.key);
      return (changes, { verdict }) => {
        for (const digest of [one, other]) {
          assert.equal(changes.get(digest.key), 'invalid/moved');
          changes.delete(digest.key);
          expectUncovered(changes, digest);
        }
        dropNameless(changes);
        assert.equal(verdict, 'wrong');
      };
    });
  });

  it('that renames a log is named', async () => {
    await forEachSpoilt(3, ({ random, bucket, logs }) => {
      const { key } = random.pick(logs);
      const folder = key.slice(0, key.lastIndexOf('/') + 1);
      const [newKey, expected] = random.pick([
        [key.replace(/_[A-Za-z0-9]{16}\.json/, '_RENAMEDRENAMED00.json'), /^(uncovered|pending)\//],
        [key.replace(/\.json\.gz$/, '.json'), /^stray\/name$/],
        [key.replace(/(\d{8})T/, '20260117T'), /^stray\/place$/],
        [`${folder}copy of ${key.slice(folder.length)}`, /^stray\/name$/],
      ] as const);
      bucket.rename(key, newKey);
      return (changes, { verdict }) => {
        assert.equal(changes.get(key), 'missing/notFound');
        assert.match(changes.get(newKey) ?? '', expected);
        assert.equal(verdict, 'wrong');
        changes.delete(key);
        changes.delete(newKey);
      };
    });
  });

  it('that renames a digest is named', async () => {
    await forEachSpoilt(3, (scene) => {
      const { random, bucket, digests } = scene;
      const digest = random.pick(digests);
      const newKey = digest.key.replace(
        toStamp(digest.end, true),
        toStamp(digest.end - 1000 * random.whole(1, 50), true),
      );
      if (newKey.slice(-60, -30) === digest.key.slice(-60, -30) && bucket.find(newKey) !== undefined) return undefined;
      bucket.rename(digest.key, newKey);
      return (changes, { verdict }) => {
        if (findNext(scene, digest) !== undefined) assert.equal(changes.get(digest.key), 'missing/notFound');
        assert.match(changes.get(newKey) ?? '', /^(invalid\/moved|stray\/place)$/);
        changes.delete(digest.key);
        changes.delete(newKey);
        expectUncovered(changes, digest);
        dropNameless(changes);
        assert.notEqual(verdict, 'proven');
      };
    });
  });

  it('that adds an object is named', async () => {
    await forEachSpoilt(4, ({ random, bucket, digests, logs }) => {
      const log = random.pick(logs);
      const digest = random.pick(digests);
      const [key, source, expected] = random.pick([
        [log.key.replace(/_[A-Za-z0-9]{16}\.json/, '_ADDEDADDEDADDED0.json'), log.key, /^(uncovered|pending)\//],
        [log.key.replace(/[^/]+$/, 'added.json.gz'), log.key, /^stray\/name$/],
        [digest.key.replace(/[^/]+$/, 'added.json.gz'), digest.key, /^stray\/name$/],
        [digest.key.replace(/_(\d{8}T\d{6}Z)/, '_added$1'), digest.key, /^(invalid\/moved|stray\/name)$/],
        [digest.key.replace(/_[a-z]+-[a-z]+-\d_(\d{8}T)/, '_added_us-east-1_$1'), digest.key, /^invalid\/moved$/],
      ] as const);
      bucket.copy(source, key);
      return (changes) => {
        assert.match(changes.get(key) ?? '', expected, key);
        changes.delete(key);
        dropNameless(changes);
      };
    });
  });
});

/** Whether readers see the same: exactly one member that is whole and holds the same. */
function isSameText(bytes: Uint8Array, original: Uint8Array): boolean {
  try {
    return gunzipSync(bytes).equals(gunzipSync(original));
  } catch {
    return false;
  }
}
