import * as assert from 'node:assert/strict';
import { hitColumns, toHits, type HitColumn } from '../../../../src/client/results/hit';
import { toResultText, toSummaryText } from '../../../../src/client/results/resultText';
import type { Grouping } from '../../../../src/client/results/resultOrder';
import type { ShownSearch } from '../../../../src/client/results/resultTree';
import { toSourcePlace } from '../../../../src/client/search/place';
import type { CellValue, SearchResult } from '../../../../src/protocol/searchRequests';

const place = toSourcePlace({
  sourceId: 's',
  label: 'Demo',
  location: '/x',
  isLocal: true,
  prefix: '',
  config: { uri: '/x' },
});
const order = { grouping: 'principal', groups: undefined, areNewestFirst: false } as const;
const result: SearchResult = {
  resultId: 'r',
  count: 1234,
  copies: 12,
  conflicts: 3,
  coverage: { isComplete: false, text: 'Covers 2 of 3 days. Index 2026-01-14.' },
  isIndexed: true,
  elapsedMs: 3.2,
  unread: [],
  isWhole: false,
};

function hitOf(cells: Partial<Record<HitColumn, CellValue>>) {
  const [hit] = toHits({ total: 1, rows: [{ id: 5, cells: hitColumns.map((column) => cells[column] ?? null) }] });
  return hit!;
}
const textOf = (cells: Partial<Record<HitColumn, CellValue>>, grouping: Grouping = 'none') =>
  toResultText({ type: 'hit', hit: hitOf(cells), order: { ...order, grouping }, resultId: 'r' });

describe('a record in the results', () => {
  const cells = {
    eventTime: '2026-01-15T14:05:09Z',
    eventName: 'PutObject',
    principal: 'alice',
    errorCode: 'AccessDenied',
    resources: ['a', 'b'],
  };

  it('is named by time and event; below its day by the time alone', () => {
    assert.equal(textOf(cells).label, '2026-01-15 14:05:09 PutObject');
    assert.equal(textOf(cells, 'day').label, '14:05:09 PutObject');
    assert.equal(textOf(cells).description, 'alice · AccessDenied');
    assert.equal(textOf(cells).spoken, 'PutObject, alice, AccessDenied, at 2026-01-15 14:05:09 UTC');
  });

  it('does not say again what its group says', () => {
    const texts = (['principal', 'eventName', 'errorCode'] as const).map((grouping) => textOf(cells, grouping));
    assert.deepEqual(
      texts.map(({ label, description }) => `${label}: ${description}`),
      [
        'PutObject: 2026-01-15 14:05:09 · AccessDenied',
        '2026-01-15 14:05:09: alice · AccessDenied',
        'PutObject: 2026-01-15 14:05:09 · alice',
      ],
    );
  });

  it('says what it lacks, how often it was delivered, and that its eventID is not its own', () => {
    assert.equal(textOf({}).label, 'no time no event name');
    const { description, tooltip } = textOf({ ...cells, errorCode: null, deliveries: 3, isConflict: true });
    assert.equal(description, 'alice · same eventID as another record · 2 more places');
    assert.match(tooltip ?? '', /Delivered 3 times, and counted once\./);
    assert.match(tooltip ?? '', /same eventID and other content/);
  });

  it('can hide no markup in its tooltip', () => {
    const hostile = '`](command:evil) <img src=x> | $(zap)\u202e';
    const { tooltip, label, description } = textOf({
      ...cells,
      userAgent: hostile,
      eventName: hostile,
      principal: hostile,
    });
    assert.match(tooltip ?? '', /- userAgent: `` `\]\(command:evil\) <img src=x> \| \$\(zap\)\\u\{202e\} ``/);
    for (const text of [label, description]) assert.doesNotMatch(text ?? '', /\u202e/);
  });
});

describe('a group of results', () => {
  const [firstTime, lastTime] = [Date.parse('2026-01-15T14:05:09Z'), Date.parse('2026-01-15T15:20:00Z')];
  const textOfGroup = (value: string | null, grouping: 'day' | 'errorCode' | 'principal', last = lastTime) =>
    toResultText({
      type: 'group',
      group: { value, count: 1234, firstTime, lastTime: last },
      order: { ...order, grouping },
    });

  it('tells how many records it has, and from when to when', () => {
    assert.equal(textOfGroup('alice', 'principal').description, '1,234 · 2026-01-15 14:05 – 15:20');
    assert.equal(textOfGroup('2026-01-15', 'day').description, '1,234 · 14:05 – 15:20');
    assert.equal(textOfGroup('alice', 'principal', firstTime).description, '1,234 · 2026-01-15 14:05');
    const days = textOfGroup('alice', 'principal', Date.parse('2026-01-16T01:00:00Z'));
    assert.equal(days.description, '1,234 · 2026-01-15 14:05 – 2026-01-16 01:00');
    assert.equal(days.spoken, 'alice, 1,234 records, 2026-01-15 14:05 – 2026-01-16 01:00 UTC');
  });

  it('has a name without a value, too', () => {
    assert.deepEqual(
      [textOfGroup(null, 'day'), textOfGroup(null, 'errorCode'), textOfGroup(null, 'principal')].map(
        ({ label }) => label,
      ),
      ['No time', 'No error', 'Not said'],
    );
  });
});

describe('the head of the results', () => {
  const search: ShownSearch = { query: 'a`b', place, outcome: { type: 'done', result } };

  it('sums up, and says when it is not all', () => {
    assert.equal(toSummaryText(result), '1,234 records · 12 delivered again · 3 conflicts · not all');
    assert.equal(toSummaryText({ ...result, count: 0, copies: 0, conflicts: 0, isWhole: true }), 'No records');
    const { label, description, tooltip } = toResultText({ type: 'summary', search });
    assert.equal(label, toSummaryText(result));
    assert.equal(description, 'a`b in Demo');
    assert.match(tooltip ?? '', /- Query: ``a`b``/);
  });

  it('says what was not read', () => {
    const { label, description } = toResultText({ type: 'coverage', search });
    assert.equal(label, 'Not everything here was read');
    assert.equal(description, result.coverage.text);
  });

  it('counts while it searches', () => {
    const progress = { progressId: 'p', hits: 7, logsDone: 20, logsTotal: 1000, secondsLeft: 5 };
    const running: ShownSearch = { ...search, outcome: { type: 'running', progress } };
    const { description } = toResultText({ type: 'running', search: running });
    assert.equal(description, 'a`b · 7 records so far · 20 of 1,000 logs · 5 s left');
  });

  it('says why it failed', () => {
    const error = { code: 'unexpected', message: 'It broke.', nextStep: 'Try again.' } as const;
    const failed: ShownSearch = { ...search, outcome: { type: 'failed', error } };
    assert.equal(toResultText({ type: 'failed', search: failed }).description, 'It broke. Try again.');
  });
});
