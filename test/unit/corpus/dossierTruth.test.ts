import assert from 'node:assert/strict';
import type { CountedValues, KeyDossier } from '../../../src/engine/dossier/dossier';
import { findKeyDossier } from '../../../src/search/keyDossier';
import { noSignal, toQuery } from '../../support/indexFixture';
import { generateTrail, type GeneratedTrail, type GeneratedTruth, type RawRecord } from './generatedTrail';

const corpus = process.env['TRAILCASE_CORPUS'];
const options = [
  '--events',
  '20000',
  '--accounts',
  '2',
  '--regions',
  '2',
  '--days',
  '3',
  '--attacks',
  '3',
  '--seed',
  '8',
];

(corpus === undefined ? describe.skip : describe)('dossiers of the attackers’ keys of a generated trail', function () {
  this.timeout(300_000);
  let generated: GeneratedTrail;

  before(async () => {
    generated = await generateTrail(corpus ?? '', options);
  });
  after(() => {
    generated.dispose();
  });

  function signedBy(key: string): readonly RawRecord[] {
    return generated.records.filter(({ userIdentity }) => userIdentity?.accessKeyId === key);
  }

  function victimKey({ eventIDs }: GeneratedTruth['attacks'][number]): string {
    const first = generated.records.find(({ eventID }) => eventID === eventIDs[0]);
    return first?.userIdentity?.accessKeyId ?? assert.fail('the attack begins with a key');
  }

  function dossierOf(accessKeyId: string): Promise<KeyDossier> {
    return findKeyDossier(generated.trail, { accessKeyId, withAssumed: false }, () => undefined, noSignal);
  }

  it('count what the records say', async () => {
    for (const attack of generated.truth.attacks) {
      for (const key of [attack.backdoor_key, victimKey(attack)]) {
        const dossier = await dossierOf(key);
        const records = signedBy(key);
        assert.deepEqual(
          [dossier.records, dossier.firstUse?.time, dossier.errors],
          [
            records.length,
            Math.min(...records.map(({ eventTime }) => Date.parse(eventTime))),
            records.filter(({ errorCode }) => (errorCode ?? '') !== '').length,
          ],
        );
        assertValues(dossier.addresses, records, ({ sourceIPAddress }) => sourceIPAddress);
        assertValues(dossier.regions, records, ({ awsRegion }) => awsRegion);
        assertValues(dossier.agents, records, ({ userAgent }) => userAgent);
        await assertQueries(dossier);
      }
    }
  });

  function assertValues(
    { values, total }: CountedValues,
    records: readonly RawRecord[],
    toValue: (record: RawRecord) => string | undefined,
  ): void {
    const counts = new Map<string, number>();
    for (const record of records) counts.set(toValue(record) ?? '', (counts.get(toValue(record) ?? '') ?? 0) + 1);
    assert.equal(total, counts.size);
    for (const { value, records: count } of values) assert.equal(count, counts.get(value), value);
  }

  /** Every figure opens as the search that finds its records. */
  async function assertQueries({ addresses, agents, regions, services, events, data }: KeyDossier): Promise<void> {
    const counted = [
      ...[addresses, agents, regions, services, events].flatMap(({ values }) => values),
      ...data.map(({ query, reads, writes }) => ({ query, records: reads + writes })),
    ];
    for (const { query, records } of counted) {
      const result = await generated.trail.search(toQuery(query), {}, {}, noSignal);
      assert.equal((await result.whenDone).count, records, query);
      await result.dispose();
    }
  }

  it('tell what the attacker made, read and switched off', async () => {
    for (const attack of generated.truth.attacks) {
      const made = await dossierOf(victimKey(attack));
      const left = made.remnants.filter(
        ({ record, revertedBy }) => revertedBy === undefined && attack.eventIDs.includes(record.eventId ?? ''),
      );
      assert.deepEqual(left.map(({ record }) => record.eventName).sort(), [
        'AttachUserPolicy',
        'CreateAccessKey',
        'CreateUser',
      ]);
      assert.ok(left.every(({ name, text }) => `${name} ${text}`.includes(attack.backdoor_user)));

      const used = await dossierOf(attack.backdoor_key);
      const created = left.find(({ kind }) => kind === 'accessKey');
      assert.deepEqual(
        used.chain.edges
          .filter(({ to }) => to.includes(attack.backdoor_user))
          .map(({ records }) => records[0]?.eventId),
        [created?.record.eventId],
        'the key was created by the record that the other dossier shows',
      );
      assert.deepEqual(
        used.loggingChanges
          .map(({ eventName, errorCode }) => [eventName, errorCode])
          .filter(([name]) => name === 'StopLogging'),
        [['StopLogging', undefined]],
      );
      const [store] = used.data.filter(({ service }) => /s3/i.test(service));
      assert.deepEqual([store?.reads, store?.writes, store?.bytesOut], [40, 0, 40 * 1_048_576]);
      const secrets = used.data.filter(({ service }) => service.includes('secretsmanager'));
      assert.deepEqual(
        secrets.map(({ store, reads }) => [store, reads]),
        [0, 1, 2].map((n) => [`prod/db/${n}`, 1]),
      );
    }
  });
});
