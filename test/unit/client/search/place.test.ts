import * as assert from 'node:assert/strict';
import { newChildElements, newSourceElement, TreeElement } from '../../../../src/client/explorer/treeElement';
import { findElementPlace, toScopeTitle, toSourcePlace, withoutTime } from '../../../../src/client/search/place';
import { checkTimeRange, parseTimeRange, toTimeRangeText } from '../../../../src/client/search/timeRange';

const root = {
  sourceId: 's',
  label: 'Demo\u202e',
  location: 's3://b',
  isLocal: false,
  prefix: 'x/',
  config: { uri: 's3://b/x' },
};
const source = newSourceElement(root);
const prefix = 'x/AWSLogs/111122223333/CloudTrail/us-east-1/';
const [region] = newChildElements(source, [
  { type: 'container', level: 'region', prefix, label: '111122223333 / us-east-1' },
]);

describe('the place of a node', () => {
  it('is the whole source, or a level of it', () => {
    assert.deepEqual(findElementPlace(source), { root, scope: { sourceId: 's' }, title: 'Demo\\u{202e}' });
    assert.ok(region?.isA('container'));
    const [month] = newChildElements(region, [
      { type: 'container', level: 'month', prefix: `${prefix}2026/01/`, label: '2026-01' },
    ]);
    assert.deepEqual(findElementPlace(month!), {
      root,
      scope: { sourceId: 's', prefix: `${prefix}2026/01/` },
      title: 'Demo\\u{202e} › 111122223333 / us-east-1 › 2026-01',
    });
  });

  it('is the level around a log or a note', () => {
    assert.ok(region?.isA('container'));
    const [note] = newChildElements(region, [{ type: 'note', prefix, label: 'Nothing' }]);
    assert.deepEqual(findElementPlace(note!)?.scope, { sourceId: 's', prefix });
  });

  it('is none of a mistake in the settings', () => {
    const node = { type: 'settingsProblem', index: 0, message: '' } as const;
    assert.equal(findElementPlace(new TreeElement('p', node, undefined, undefined)), undefined);
  });

  it('is named with its times, in UTC', () => {
    const place = toSourcePlace(root);
    const [from, to] = [Date.parse('2026-01-15T14:05:00Z'), Date.parse('2026-01-16T00:00:00Z')];
    const title = (scope: object): string => toScopeTitle({ ...place, scope: { sourceId: 's', ...scope } });
    assert.equal(title({}), 'Demo\\u{202e}');
    assert.equal(title({ from, to }), 'Demo\\u{202e}, 2026-01-15 14:05 to 2026-01-16 00:00 UTC');
    assert.equal(title({ from }), 'Demo\\u{202e}, from 2026-01-15 14:05 UTC');
    assert.equal(title({ to }), 'Demo\\u{202e}, until 2026-01-16 00:00 UTC');
    assert.deepEqual(withoutTime({ sourceId: 's', prefix: 'p', from, to }), { sourceId: 's', prefix: 'p' });
  });
});

describe('a range of times', () => {
  const texts: readonly [text: string, range?: string][] = [
    ['2026-01-15', '2026-01-15 00:00 to 2026-01-16 00:00'],
    ['2026-01-15 to 2026-01-16', '2026-01-15 00:00 to 2026-01-17 00:00'],
    ['2026-01-15 2026-01-16', '2026-01-15 00:00 to 2026-01-17 00:00'],
    ['2026-01-15 14:05 to 2026-01-15 16:00', '2026-01-15 14:05 to 2026-01-15 16:00'],
    ['2026-01-15T14:05:30Z..2026-01-15T16:00Z', '2026-01-15 14:05 to 2026-01-15 16:00'],
    ['2026-01-15 14:05 to 2026-01-15', '2026-01-15 14:05 to 2026-01-16 00:00'],
    ['2026-01-15 14:05'],
    ['2026-01-16 to 2026-01-15'],
    ['2026-01-15 25:00 to 2026-01-16'],
    ['2026-02-30'],
    ['yesterday'],
    [''],
  ];
  for (const [text, range] of texts) {
    it(`of “${text}” is ${range ?? 'none'}`, () => {
      const parsed = parseTimeRange(text);
      assert.equal(parsed === undefined ? undefined : toTimeRangeText(parsed), range);
      assert.equal(checkTimeRange(text) === undefined, range !== undefined);
    });
  }
});
