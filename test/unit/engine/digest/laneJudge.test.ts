import assert from 'node:assert/strict';
import { constants, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { KeyRing } from '../../../../src/engine/digest/keyRing';
import type { ReadingProblem } from '../../../../src/engine/digest/lane';
import { LaneJudge } from '../../../../src/engine/digest/laneJudge';
import { judgeBucket, toHourLines, toLines, type JudgingOptions } from '../../../support/judgedLane';
import { newSigningKey, toPublicKey } from '../../../support/signedTrail/signingKey';
import { newKeyRing, newSignedTrail, type SignedDigest } from '../../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../../support/signedTrail/trailBucket';
import { toListed } from '../../../support/signedTrail/trailPlaces';

// Digests end at 01:01:31, 02:01:31 … 06:01:31; the spoilt one is that of 04:01.
const trail = newSignedTrail({ hours: 6 });
const window = { from: trail.start, to: trail.end };
const keys = newKeyRing(trail);

function digestAt(index: number): SignedDigest {
  const digest = trail.digests[index];
  assert.ok(digest !== undefined);
  return digest;
}

const target = digestAt(3);
const logsOfTarget = target.logs.length;

function judge(spoil: (bucket: TrailBucket) => void, options: Partial<JudgingOptions> = {}) {
  const bucket = new TrailBucket(trail);
  spoil(bucket);
  return judgeBucket(bucket, { window, keys, ...options });
}

function problemAt(code: ReadingProblem['code']): Partial<JudgingOptions> {
  return { refused: new Map([[target.key, { kind: 'problem', code, message: `it is ${code}` }]]) };
}

const other = newSigningKey('another');

describe('LaneJudge, one digest by itself', () => {
  it('proves an untouched trail', async () => {
    const judged = await judge(() => undefined);
    assert.deepEqual(toLines(judged), []);
    assert.deepEqual(toHourLines(judged), ['00:01-06:01 covered 12 logs']);
    assert.equal(judged.verdict, 'proven');
    assert.deepEqual([...judged.keys.values()], [6]);
  });

  const rest = Array.from({ length: logsOfTarget }, () => 'digestInvalid');
  const spoilt: readonly [string, (bucket: TrailBucket) => void, string, RegExp][] = [
    [
      'not gzip',
      (b) => {
        b.edit(target.key, () => Buffer.from(target.text));
      },
      'invalid/format',
      /^invalid format: /,
    ],
    [
      'two members',
      (b) => {
        b.edit(target.key, (bytes) => Buffer.concat([bytes, gzipSync('')]));
      },
      'invalid/format',
      /^invalid format: /,
    ],
    [
      'NUL behind',
      (b) => {
        b.edit(target.key, (bytes) => Buffer.concat([bytes, Buffer.alloc(8)]));
      },
      'invalid/format',
      /^invalid format: /,
    ],
    [
      'a byte order mark',
      (b) => {
        b.editText(target.key, (text) => `\ufeff${text}`);
      },
      'invalid/format',
      /^invalid format: /,
    ],
    [
      'another text',
      (b) => {
        b.editText(target.key, (text) => ` ${text}`);
      },
      'invalid/signature',
      /^signature verification failed$/,
    ],
    [
      'another bucket in it',
      (b) => {
        b.editText(target.key, (text) => text.replace('"digestS3Bucket":"t', '"digestS3Bucket":"x'));
      },
      'invalid/moved',
      /^has been moved from its original location: /,
    ],
    [
      'another digest there',
      (b) => {
        b.copy(digestAt(1).key, target.key);
      },
      'invalid/moved',
      /^has been moved/,
    ],
    [
      'another end in it',
      (b) => {
        b.editText(target.key, (text) => text.replace('T04:01:31Z', 'T04:01:32Z'));
      },
      'invalid/format',
      /digestEndTime is 2026-01-15T04:01:32Z/,
    ],
    [
      'another account in it',
      (b) => {
        b.editText(target.key, (text) => text.replace('"awsAccountId":"1', '"awsAccountId":"2'));
      },
      'invalid/format',
      /awsAccountId is 2/,
    ],
    [
      'another algorithm in it',
      (b) => {
        b.editText(target.key, (text) => text.replace('SHA256withRSA', 'SHA1withRSA'));
      },
      'invalid/signature',
      /digestSignatureAlgorithm is SHA1withRSA/,
    ],
    [
      'another hash algorithm',
      (b) => {
        b.editText(target.key, (text) => text.replace(/("logFiles":.*?)SHA-256/, '$1MD5'));
      },
      'invalid/format',
      /hashAlgorithm of logFiles\[0\] is MD5/,
    ],
    [
      'an unknown key',
      (b) => {
        b.editText(target.key, (text) => text.replace(target.signingKey.fingerprint, other.fingerprint));
      },
      'invalid/unknownKey',
      new RegExp(`^public key not found in region us-east-1 for fingerprint ${other.fingerprint}$`),
    ],
  ];
  for (const [what, spoil, expected, reason] of spoilt) {
    it(`names a digest with ${what}`, async () => {
      const judged = await judge(spoil);
      assert.deepEqual(
        toLines(judged).filter((line) => line.startsWith('digest')),
        [`digest ${expected} 04:01`],
      );
      assert.match(judged.objects.find((object) => object.status === 'invalid')?.reason ?? '', reason);
      assert.deepEqual(
        judged.objects.filter(({ status }) => status === 'uncovered').map(({ code }) => code),
        rest,
      );
      assert.deepEqual(toHourLines(judged), [
        '00:01-03:01 covered 6 logs',
        '03:01-04:01 unproven/digestInvalid 2 logs',
        '04:01-06:01 covered 4 logs',
      ]);
      assert.equal(judged.verdict, 'wrong');
    });
  }

  const failures: readonly [ReadingProblem['code'], string, string, string][] = [
    ['notFound', 'missing/notFound', 'digestMissing', 'wrong'],
    ['denied', 'unreachable/denied', 'digestUnreachable', 'unproven'],
    ['archived', 'unreachable/archived', 'digestUnreachable', 'unproven'],
    ['tooLarge', 'unreachable/tooLarge', 'digestUnreachable', 'unproven'],
  ];
  for (const [code, expected, hour, verdict] of failures) {
    it(`goes on where a digest is ${code}`, async () => {
      const judged = await judge(() => undefined, problemAt(code));
      assert.equal(toLines(judged)[0], `digest ${expected} 04:01`);
      assert.equal(toHourLines(judged)[1], `03:01-04:01 unproven/${hour} 2 logs`);
      assert.equal(judged.verdict, verdict);
    });
  }

  it('takes hex in upper case', async () => {
    const judged = await judge((bucket) => {
      bucket.setMetadata(target.key, { ...target.metadata, signature: target.signature.toUpperCase() });
    });
    assert.equal(judged.verdict, 'proven');
  });

  it('needs no signature-algorithm, but believes no other', async () => {
    const { signature } = target;
    const without = await judge((bucket) => {
      bucket.setMetadata(target.key, { signature });
    });
    assert.equal(without.verdict, 'proven');
    const odd = await judge((bucket) => {
      bucket.setMetadata(target.key, { signature, 'signature-algorithm': 'MD5' });
    });
    assert.deepEqual(toLines(odd), ['digest invalid/signature 04:01']);
    assert.deepEqual(toHourLines(odd), ['00:01-06:01 covered 12 logs']);
  });

  it('recovers a signature that is not stored from the next digest', async () => {
    const judged = await judge((bucket) => {
      bucket.setMetadata(target.key, {});
    });
    assert.equal(judged.verdict, 'proven');
    const recovered = judged.objects.filter((object) => object.hasRecoveredSignature === true);
    assert.deepEqual(
      recovered.map(({ key }) => key),
      [target.key],
    );
  });

  it('reports signatures that were swapped, and still trusts the texts that the next digests vouch for', async () => {
    const judged = await judge((bucket) => {
      bucket.setMetadata(target.key, { ...target.metadata, signature: digestAt(1).signature });
      bucket.setMetadata(digestAt(1).key, { ...target.metadata, signature: target.signature });
    });
    assert.deepEqual(toLines(judged), ['digest invalid/signature 04:01', 'digest invalid/signature 02:01']);
    assert.match(
      judged.objects.find(({ status }) => status === 'invalid')?.reason ?? '',
      /its text is authentic, the signature stored with it was altered$/,
    );
    assert.deepEqual(toHourLines(judged), ['00:01-06:01 covered 12 logs']);
    assert.equal(judged.verdict, 'wrong');
  });

  it('says what the next digest says of a text that was altered', async () => {
    const judged = await judge((bucket) => {
      bucket.editText(target.key, (text) => `${text} `);
    });
    const digest = judged.objects.find((object) => object.status === 'invalid');
    assert.equal(digest?.expectedHash, target.sha256);
    assert.notEqual(digest.foundHash, target.sha256);
  });

  it('has nothing to verify the newest digest with when its signature is lost', async () => {
    const spoil = (bucket: TrailBucket): void => {
      bucket.setMetadata(digestAt(5).key, {});
    };
    const own = await judge(spoil);
    assert.deepEqual(toLines(own), [
      'digest invalid/signature 06:01',
      ...digestAt(5)
        .logs.map(() => 'log uncovered/digestInvalid')
        .map((line, at) => `${line} ${toTime(digestAt(5).logs[at]?.minute)}`)
        .sort(),
    ]);
    const copy = await judge(spoil, { original: { kind: 'infer' } });
    assert.equal(toLines(copy)[0], 'digest unreachable/noSignature 06:01');
    assert.equal(copy.verdict, 'unproven');
  });

  it('tells keys that cannot be had from keys that are not AWS’s', async () => {
    const judged = await judge(() => undefined, { keys: new KeyRing() });
    assert.deepEqual(
      new Set(
        toLines(judged)
          .filter((line) => line.startsWith('digest'))
          .map((line) => line.slice(0, -6)),
      ),
      new Set(['digest unreachable/keysUnavailable']),
    );
    assert.deepEqual(toHourLines(judged), ['00:01-06:01 unproven/digestUnreachable 12 logs']);
    assert.equal(judged.verdict, 'unproven');
    assert.deepEqual(judged.chains[0]?.proven, undefined);
  });

  it('takes a file’s keys for those of the region where they prove something, or only one region is judged', async () => {
    const keys = [toPublicKey(target.signingKey, { origin: 'keys.json' })];
    const unknown = (digest: SignedDigest) => (bucket: TrailBucket) => {
      bucket.editText(digest.key, (text) => text.replace(digest.signingKey.fingerprint, other.fingerprint));
    };
    const codeOf = async (ring: KeyRing): Promise<string | undefined> => {
      const judged = await judge(unknown(target), { keys: ring });
      return judged.objects.find(({ key }) => key === target.key)?.code;
    };
    assert.equal(await codeOf(new KeyRing(keys)), 'unknownKey');
    assert.equal(await codeOf(new KeyRing(keys, { isOneOfSeveral: true })), 'unknownKey');
    const strange = [toPublicKey(other, { origin: 'keys.json' })];
    const codes = async (ring: KeyRing): Promise<ReadonlySet<string | undefined>> => {
      const { objects } = await judge(() => undefined, { keys: ring });
      return new Set(objects.filter(({ kind }) => kind === 'digest').map(({ status, code }) => `${status}/${code}`));
    };
    assert.deepEqual(await codes(new KeyRing(strange)), new Set(['invalid/unknownKey']));
    assert.deepEqual(
      await codes(new KeyRing(strange, { isOneOfSeveral: true })),
      new Set(['unreachable/keysUnavailable']),
    );
    const past = [...keys, ...strange].map((key) => ({ ...key, validFrom: 0, validTo: 1000 }));
    const judged = await judge(unknown(target), { keys: new KeyRing(past.slice(0, 1)) });
    assert.equal(judged.objects.find(({ key }) => key === target.key)?.code, 'keysUnavailable', 'of another time');
  });

  it('says of a lane of other trails only that the one asked for has no digests there', async () => {
    const forged = target.logs[0]?.key.replace(/_[^_]+\.json\.gz$/, '_FORGEDFORGEDFORG.json.gz') ?? '';
    const judged = await judge(
      (bucket) => {
        bucket.add(forged, 'x');
      },
      { trail: { name: 'another' } },
    );
    assert.deepEqual(
      new Set(judged.hours.map(({ status, code, reason }) => `${status}/${code} ${reason}`)),
      new Set(['unproven/noDigests there are no digests of this trail']),
    );
    const none = await judge((bucket) => {
      for (const { key } of trail.digests) bucket.remove(key);
    });
    assert.deepEqual(new Set(none.hours.map(({ reason }) => reason)), new Set(['there are no digests']));
  });

  it('names a key that cannot be loaded', async () => {
    const key = toPublicKey(target.signingKey, { region: 'us-east-1' });
    const judged = await judge(() => undefined, { keys: new KeyRing([{ ...key, der: Uint8Array.of(1, 2, 3) }]) });
    const [digest] = judged.objects;
    assert.equal(digest?.code, 'badKey');
    assert.equal(digest.reason, `Unable to load PKCS #1 key with fingerprint ${key.fingerprint}`);
  });

  it('follows a rotation of keys, in either case of the fingerprint', async () => {
    const rotated = newSignedTrail({
      hours: 6,
      keyOf: ({ index }) => newSigningKey(index < 3 ? 'first' : 'second'),
      alterDigest: (content) => ({
        ...content,
        digestPublicKeyFingerprint: content.digestPublicKeyFingerprint.toUpperCase(),
      }),
    });
    const judged = await judgeBucket(new TrailBucket(rotated), { window, keys: newKeyRing(rotated) });
    assert.equal(judged.verdict, 'proven');
    assert.deepEqual([...judged.keys.values()], [3, 3]);
  });

  it('takes no other hash and no other padding for a signature', async () => {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const others = [
      newSignedTrail({ hours: 1, sign: (text, { privateKey }) => sign('sha1', Buffer.from(text), privateKey) }),
      newSignedTrail({
        hours: 1,
        sign: (text, { privateKey }) => sign('sha256', Buffer.from(text), { key: privateKey, padding }),
      }),
    ];
    for (const one of others) {
      const judged = await judgeBucket(new TrailBucket(one), {
        window: { from: one.start, to: one.end },
        keys: newKeyRing(one),
      });
      assert.equal(toLines(judged)[0], 'digest invalid/signature 01:01');
    }
  });

  it('says of what was never read that it was not', () => {
    const place = { root: 'AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };
    const original = { kind: 'own', bucket: 'trail-logs' } as const;
    const unread = new LaneJudge({ place, window, now: window.to, original, keys, isWindowOpen: false });
    assert.deepEqual([...unread.finish().objects], []);
    const listed = new LaneJudge({ place, window, now: window.to, original, keys, isWindowOpen: false });
    listed.addListed([toListed(target)], 'digest');
    assert.deepEqual(
      [...listed.finish().objects].map(({ status, code }) => ({ status, code })),
      [{ status: 'unreachable', code: 'unread' }],
    );
  });
});

function toTime(time = 0): string {
  return new Date(time).toISOString().slice(11, 16);
}
