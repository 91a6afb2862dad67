import * as assert from 'node:assert/strict';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { toRecordPredicate } from '../../../../src/engine/query/recordPredicate';
import { resultColumns } from '../../../../src/protocol/resultColumns';
import { laneFields } from '../../../../src/webview/timeline/timelineText';
import { toLaneColumn, toLaneSubject } from '../../../../src/webview/timeline/laneSubject';
import {
  askedColumns,
  findClass,
  gridColumns,
  toExportColumns,
  toResultPage,
  toShownColumns,
} from '../../../../src/webview/timeline/timelineColumns';
import { toSoundSvg } from '../../../../src/webview/timeline/soundSvg';
import { toKeyView } from '../../../../src/webview/timeline/timeKeys';
import { newLogText, newRecord, readText } from '../../../support/logFixture';

const own = new Set(resultColumns.map(({ name }) => name));

describe('timelineColumns', () => {
  it('asks for columns of the index alone, those of all lanes among them', () => {
    for (const name of askedColumns) assert.ok(own.has(name), name);
    for (const by of laneFields)
      assert.ok(
        askedColumns.some((name) => name === toLaneColumn(by)),
        by,
      );
  });

  it('exports columns of the index, and those that a timeline adds', () => {
    for (const name of toExportColumns(toShownColumns(true))) {
      assert.ok(own.has(name) || ['recordClass', 'twins'].includes(name), name);
    }
  });

  it('shows local time beside UTC, never in its place', () => {
    const names = (usesLocalTime: boolean): readonly string[] => toShownColumns(usesLocalTime).map(({ name }) => name);
    assert.ok(!names(false).includes('localTime'));
    assert.deepEqual(names(true).slice(0, 2), ['eventTime', 'localTime']);
  });

  it('puts each value under its column', () => {
    const cells = askedColumns.map((name) => (name === 'eventTime' ? '2026-01-15T14:05:09Z' : name));
    const { total, rows } = toResultPage({ total: 9, rows: [{ id: 3, recordClass: 'denied', twins: 2, cells }] });
    const cell = (name: string): unknown => rows[0]?.cells[gridColumns.indexOf(name)];
    assert.equal(total, 9);
    assert.equal(rows[0]?.id, 3);
    assert.equal(cell('principal'), 'principal');
    assert.equal(cell('twins'), 2);
    assert.equal(cell('kind'), '✖ denied');
    assert.match(String(cell('localTime')), /^2026-01-1\d .* UTC[+-]/);
    assert.equal(findClass('✖ denied'), 'denied');
    assert.equal(findClass('denied'), undefined);
  });

  it('leaves a time that cannot be read to the log', () => {
    const page = toResultPage({ total: 1, rows: [{ id: 1, recordClass: 'read', twins: 0, cells: ['yesterday'] }] });
    assert.equal(page.rows[0]?.cells[gridColumns.indexOf('localTime')], null);
  });
});

describe('toLaneSubject', () => {
  const values = ['s3.amazonaws.com', 'a "b\\" OR *', 'AND', 'evil:(x', '/x/', '-y'];

  for (const by of ['service', 'event', 'address', 'region'] as const) {
    it(`is a query for the very value: ${by}`, () => {
      for (const value of values) {
        const subject = toLaneSubject(by, value);
        assert.equal(subject?.kind, 'query');
        const { query, errors } = parseQuery(subject.text, { now: 0 });
        assert.ok(query !== undefined, JSON.stringify(errors));
        const predicate = toRecordPredicate(query);
        for (const other of values) {
          const log = readText(newLogText(newRecord({ [toLaneColumn(by)]: other })));
          const [record] = log.records;
          assert.ok(record !== undefined);
          assert.equal(predicate(log, record), other === value, `${subject.text} of ${other}`);
        }
      }
    });
  }

  it('knows addresses, and has none for records without a value', () => {
    assert.deepEqual(toLaneSubject('account', '123456789012'), { kind: 'account', id: '123456789012' });
    assert.deepEqual(toLaneSubject('address', '203.0.113.9'), { kind: 'address', id: '203.0.113.9' });
    assert.equal(toLaneSubject('address', 'AWS Internal')?.kind, 'query');
    assert.equal(toLaneSubject('service', null), undefined);
  });
});

describe('toSoundSvg', () => {
  it('takes a drawing, without rules for pointers', () => {
    const drawing = '<svg width="1"><g><text style="font: 12px \'a\'">a &lt;script&gt; b</text></g>';
    assert.equal(toSoundSvg(`${drawing}<style ><![CDATA[\n.a:hover {}\n]]>\n</style></svg>`), `${drawing}</svg>`);
  });

  const hostile = [
    '<svg><script>alert(1)</script></svg>',
    '<svg><text onclick="x()">a</text></svg>',
    '<svg><image href="https://example.com/x"/></svg>',
    '<svg><foreignObject></foreignObject></svg>',
    '<svg><text fill="a" xlink:href="x">a</text></svg>',
    '<svg><text>a<b</text></svg>',
  ];
  for (const svg of hostile) {
    it(`refuses ${svg}`, () => {
      assert.throws(() => toSoundSvg(svg), /no sound SVG/);
    });
  }
});

describe('toKeyView', () => {
  const whole = { from: 0, to: 1_000_000 };
  const view = { from: 400_000, to: 500_000 };
  const press = (key: string, more = {}): ReturnType<typeof toKeyView> =>
    toKeyView({ key, shiftKey: false, ctrlKey: false, altKey: false, ...more }, view, whole);

  it('moves, zooms and shows all', () => {
    assert.ok((press('ArrowRight')?.from ?? 0) > view.from);
    assert.ok((press('ArrowLeft')?.from ?? 0) < view.from);
    assert.deepEqual(press('ArrowRight', { shiftKey: true }), { from: 490_000, to: 590_000 });
    assert.deepEqual(press('+'), { from: 425_000, to: 475_000 });
    assert.deepEqual(press('-'), { from: 350_000, to: 550_000 });
    assert.equal(press('0'), whole);
    assert.equal(press('Home'), whole);
  });

  it('leaves the editor its keys', () => {
    for (const key of ['a', 'Enter', 'Tab', 'ArrowUp']) assert.equal(press(key), undefined, key);
    assert.equal(press('ArrowLeft', { ctrlKey: true }), undefined);
    assert.equal(press('0', { altKey: true }), undefined);
  });
});
