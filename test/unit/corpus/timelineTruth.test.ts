import assert from 'node:assert/strict';
import {
  laneFields,
  recordClasses,
  type ClassCounts,
  type LaneField,
  type RecordClass,
  type TimelineSubject,
} from '../../../src/engine/timeline/timeline';
import type { Timeline } from '../../../src/index/timeline';
import { openTimeline, type OpenTimeline } from '../../../src/search/openTimeline';
import { noSignal } from '../../support/indexFixture';
import { generateTrail, groupBy, type GeneratedTrail, type RawRecord } from './generatedTrail';

const corpus = process.env['TRAILCASE_CORPUS'];
const options = [
  '--events',
  '20000',
  '--accounts',
  '3',
  '--regions',
  '3',
  '--days',
  '2',
  '--dup',
  '0.01',
  '--seed',
  '6',
];
const hour = 3_600_000;

/** By the rules that the documentation gives, written down once more. */
function classOf({ errorCode, errorMessage, readOnly, eventName }: RawRecord): RecordClass {
  const code = errorCode ?? '';
  if (code !== '' || (errorMessage ?? '') !== '') {
    return /denied|unauthori[sz]ed|forbidden|notauthorized/i.test(code) ? 'denied' : 'error';
  }
  return (readOnly ?? /^(Get|List|Describe|Head|Lookup|Search|Query|Scan)/.test(eventName)) ? 'read' : 'write';
}

/** Each action once: of twins the one with an access key. */
function toActions(records: readonly RawRecord[]): readonly RawRecord[] {
  const alone = records.filter(({ sharedEventID }) => sharedEventID === undefined);
  const shared = groupBy(records, ({ sharedEventID, eventName }) =>
    sharedEventID === undefined ? undefined : `${sharedEventID} ${eventName}`,
  );
  return [
    ...alone,
    ...[...shared.values()].flatMap(
      (twins) => twins.find(({ userIdentity }) => userIdentity?.accessKeyId !== undefined) ?? twins[0] ?? [],
    ),
  ];
}

function toClasses(records: readonly RawRecord[]): ClassCounts {
  const counts = { read: 0, write: 0, error: 0, denied: 0 };
  for (const record of records) counts[classOf(record)]++;
  return counts;
}

const laneValues: Readonly<Partial<Record<LaneField, (record: RawRecord) => string | undefined>>> = {
  service: ({ eventSource }) => eventSource,
  event: ({ eventName }) => eventName,
  address: ({ sourceIPAddress }) => sourceIPAddress,
  region: ({ awsRegion }) => awsRegion,
};

(corpus === undefined ? describe.skip : describe)('timelines of a generated trail', function () {
  this.timeout(300_000);
  let generated: GeneratedTrail;

  before(async () => {
    generated = await generateTrail(corpus ?? '', options);
  });
  after(() => {
    generated.dispose();
  });

  /** What the subjects' records are, by reading all of them. */
  function listSubjects(): readonly (readonly [TimelineSubject, readonly RawRecord[]])[] {
    const { records, truth } = generated;
    const arns = Object.keys(truth.by_principal_top500).filter((name) => name.startsWith('arn:'));
    const where = (test: (record: RawRecord) => boolean): readonly RawRecord[] => records.filter(test);
    const [attack] = truth.attacks;
    assert.ok(attack !== undefined && arns.length > 20);
    const roles = groupBy(records, ({ userIdentity }) => userIdentity?.sessionContext?.sessionIssuer?.arn);
    return [
      [{ kind: 'query', text: '' }, records],
      ...arns
        .slice(0, 20)
        .map((id) => [{ kind: 'principal', id }, where(({ userIdentity }) => userIdentity?.arn === id)] as const),
      ...[...roles].slice(0, 20).map(([id, ofRole]) => [{ kind: 'principal', id }, ofRole] as const),
      [
        { kind: 'address', id: attack.sourceIPAddress },
        where(({ sourceIPAddress }) => sourceIPAddress === attack.sourceIPAddress),
      ],
    ];
  }

  it('count each action once, by class, hour and lane', async () => {
    let twins = 0;
    for (const [subject, records] of listSubjects()) {
      const opened = await openTimeline(generated.trail, subject, {}, {}, noSignal);
      try {
        const actions = toActions(records);
        const { count, classes, untimed } = opened.summary;
        assert.deepEqual(
          { count, classes, untimed },
          { count: actions.length, classes: toClasses(actions), untimed: 0 },
        );
        assert.equal(opened.summary.twins, records.length - actions.length, JSON.stringify(subject));
        twins += opened.summary.twins;
        await assertPictures(opened, actions);
        await assertRows(opened.timeline, actions);
      } finally {
        await opened.result.dispose();
      }
    }
    assert.ok(twins > 10, `${twins} twins`);
  });

  async function assertPictures({ timeline, summary }: OpenTimeline, actions: readonly RawRecord[]): Promise<void> {
    const from = Math.floor((summary.firstTime ?? 0) / hour) * hour;
    const to = from + 48 * hour;
    for (const laneBy of laneFields) {
      const picture = await timeline.picture({ from, to, buckets: 48, laneBy, maxLanes: 5 }, noSignal);
      assert.equal(picture.bucketMs, hour);
      const inView = actions.filter(({ eventTime }) => Date.parse(eventTime) >= from && Date.parse(eventTime) < to);
      assert.equal(picture.total, inView.length);
      const hours = groupBy(inView, ({ eventTime }) => eventTime.slice(0, 13));
      assert.deepEqual(
        picture.buckets,
        [...hours]
          .map(([name, records]) => ({ time: Date.parse(`${name}:00:00Z`), ...toClasses(records) }))
          .sort((a, b) => a.time - b.time),
      );
      const laneSum = [...picture.lanes.map(({ classes }) => classes), picture.rest.classes];
      for (const name of recordClasses) {
        assert.equal(
          laneSum.reduce((total, counts) => total + counts[name], 0),
          picture.buckets.reduce((total, bucket) => total + bucket[name], 0),
          `${laneBy}: lanes and buckets count different ${name} records`,
        );
      }
      const toValue = laneValues[laneBy];
      if (toValue === undefined) continue;
      const lanes = groupBy(inView, toValue);
      for (const { value, count, classes, marks } of picture.lanes) {
        const records = lanes.get(value ?? '') ?? [];
        assert.deepEqual([count, classes], [records.length, toClasses(records)], `${laneBy} ${value ?? 'none'}`);
        assert.equal(
          marks.reduce((total, mark) => total + mark.count, 0),
          count,
          'marks and lane count differently',
        );
      }
      assert.equal(picture.lanes.length + picture.rest.lanes, lanes.size);
    }
  }

  async function assertRows(timeline: Timeline, actions: readonly RawRecord[]): Promise<void> {
    const page = await timeline.rows({}, 0, 200, false, ['eventID', 'eventTime'], noSignal);
    assert.equal(page.total, actions.length);
    const byId = new Map(actions.map((record) => [record.eventID, record]));
    const times = actions.map(({ eventTime }) => Date.parse(eventTime)).sort((a, b) => a - b);
    for (const [at, { id, recordClass, cells }] of page.rows.entries()) {
      const record = byId.get(String(cells[0]));
      assert.ok(record !== undefined, `${String(cells[0])} is no action of this subject`);
      assert.deepEqual([recordClass, Date.parse(record.eventTime)], [classOf(record), times[at]]);
      if (at % 50 === 0) assert.equal(await timeline.rowOf(id, {}, false, noSignal), at);
    }
    assert.equal(new Set(page.rows.map(({ id }) => id)).size, page.rows.length);
  }
});
