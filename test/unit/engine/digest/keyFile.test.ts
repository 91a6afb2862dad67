import assert from 'node:assert/strict';
import { formatKeyFile, parseKeyFile } from '../../../../src/engine/digest/keyFile';
import { newSigningKey, toListedKey, toPublicKey } from '../../../support/signedTrail/signingKey';

const from = Date.UTC(2026, 0, 1);
const to = Date.UTC(2026, 6, 1);
const first = newSigningKey();
const second = newSigningKey('second');
const listed = toListedKey(first, from, to);
const other = toListedKey(second, from, to);

function read(value: unknown): { readonly fingerprints: readonly string[]; readonly problems: readonly string[] } {
  const { keys, problems } = parseKeyFile(typeof value === 'string' ? value : JSON.stringify(value), 'keys.json');
  return { fingerprints: keys.map((key) => key.fingerprint), problems };
}

describe('parseKeyFile', () => {
  it('reads what the AWS CLI prints, with times as seconds or as ISO text', () => {
    const iso = {
      ...other,
      ValidityStartTime: '2026-01-01T00:00:00+00:00',
      ValidityEndTime: '2026-07-01T02:00:00+02:00',
    };
    const { keys, problems } = parseKeyFile(JSON.stringify({ PublicKeyList: [listed, iso] }), 'keys.json');
    assert.deepEqual(problems, []);
    const dates = { origin: 'keys.json', validFrom: from, validTo: to };
    assert.deepEqual(keys, [toPublicKey(first, dates), toPublicKey(second, dates)]);
  });

  it('reads several answers in one file, and bare lists of keys', () => {
    const both = [first.fingerprint, second.fingerprint];
    assert.deepEqual(read([{ PublicKeyList: [listed] }, { PublicKeyList: [other] }]).fingerprints, both);
    assert.deepEqual(read([listed, other]).fingerprints, both);
    assert.deepEqual(read(listed).fingerprints, [first.fingerprint]);
    assert.deepEqual(read({ PublicKeyList: [] }), { fingerprints: [], problems: [] });
    assert.deepEqual(read('\uFEFF[]'), { fingerprints: [], problems: [] });
  });

  it('takes the region of an entry, or else of its list', () => {
    const text = JSON.stringify({ Region: 'us-east-1', PublicKeyList: [listed, { ...other, Region: 'eu-west-1' }] });
    assert.deepEqual(
      parseKeyFile(text, 'x').keys.map((key) => key.region),
      ['us-east-1', 'eu-west-1'],
    );
    const odd = JSON.stringify([{ ...listed, Region: '<script>' }]);
    assert.equal(parseKeyFile(odd, 'x').keys[0]?.region, undefined);
  });

  it('accepts fingerprints in upper case, none at all, and base64 in lines', () => {
    assert.deepEqual(read([{ ...listed, Fingerprint: listed.Fingerprint.toUpperCase() }]).fingerprints, [
      first.fingerprint,
    ]);
    assert.deepEqual(read([{ Value: listed.Value }]).fingerprints, [first.fingerprint]);
    const lines = listed.Value.replace(/.{64}/g, '$&\r\n');
    assert.deepEqual(read([{ ...listed, Value: lines }]).fingerprints, [first.fingerprint]);
  });

  it('leaves out a key that does not have its fingerprint, and says so', () => {
    const result = read([{ ...listed, Fingerprint: second.fingerprint }, other]);
    assert.deepEqual(result.fingerprints, [second.fingerprint]);
    assert.match(result.problems.join(), new RegExp(`${second.fingerprint} is left out.*${first.fingerprint}`));
  });

  for (const [what, value] of [
    ['no value', { Fingerprint: 'ab' }],
    ['an empty value', { Value: '' }],
    ['a value that is no base64', { ...listed, Value: `${listed.Value.slice(0, 40)}!${listed.Value.slice(41)}` }],
    ['padding in the midst', { Value: 'AAA=AAAA' }],
    ['a single digit', { Value: 'A' }],
    ['a number for a value', { Value: 5 }],
    ['null', null],
    ['a text', 'keys'],
    ['no list', { PublicKeyList: { a: 1 } }],
    ['another file', { Records: [] }],
  ] as const) {
    it(`says what is wrong with ${what}`, () => {
      const result = read([value, listed]);
      assert.deepEqual(result.fingerprints, [first.fingerprint]);
      assert.equal(result.problems.length, 1);
    });
  }

  for (const bad of ['soon', null, {}, 1e300, -1e300, '2026-99-99']) {
    it(`uses a key whose dates are ${JSON.stringify(bad)}`, () => {
      const { keys, problems } = parseKeyFile(
        JSON.stringify([{ ...listed, ValidityStartTime: bad, ValidityEndTime: bad }]),
        'x',
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(keys, [toPublicKey(first, { origin: 'x' })]);
    });
  }

  it('says that a file is not JSON, without showing what else stands there', () => {
    const result = read('\u202e[default] secret');
    assert.deepEqual(result.fingerprints, []);
    assert.deepEqual(result.problems, ['The key file is not JSON.']);
  });

  it('tells the first problems, and how many more there are', () => {
    const { problems } = read(Array.from({ length: 1000 }, (_, i) => ({ Value: '!', Fingerprint: `\u202e${i}` })));
    assert.equal(problems.length, 21);
    assert.equal(problems.at(-1), '980 more keys are left out.');
    assert.ok(!problems.join().includes('\u202e'));
  });

  it('reads deeply nested JSON as no key', () => {
    assert.equal(read('['.repeat(200_000) + ']'.repeat(200_000)).problems.length, 1);
  });

  it('takes members named like those of objects for what they are', () => {
    assert.deepEqual(read('{"__proto__":{"PublicKeyList":[]},"constructor":1}').problems.length, 1);
  });
});

describe('formatKeyFile', () => {
  const one = toPublicKey(first, { region: 'us-east-1', validFrom: from, validTo: to, origin: 'AWS' });
  const two = toPublicKey(second, { region: 'eu-west-1', origin: 'AWS' });

  it('writes what parseKeyFile reads, in one order', () => {
    const text = formatKeyFile([one, two]);
    assert.equal(text, formatKeyFile([two, one]));
    assert.deepEqual(parseKeyFile(text, 'AWS'), { keys: [two, one], problems: [] });
  });

  it("has the members of the AWS CLI's answer", () => {
    assert.deepEqual(JSON.parse(formatKeyFile([one])), {
      PublicKeyList: [
        {
          Value: first.der.toString('base64'),
          ValidityStartTime: '2026-01-01T00:00:00.000Z',
          ValidityEndTime: '2026-07-01T00:00:00.000Z',
          Fingerprint: first.fingerprint,
          Region: 'us-east-1',
        },
      ],
    });
  });

  it('leaves out dates that are none', () => {
    assert.ok(!formatKeyFile([{ ...one, validFrom: NaN, validTo: Infinity }]).includes('Validity'));
  });
});
