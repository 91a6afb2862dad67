import * as assert from 'node:assert/strict';
import { resultColumns } from '../../../src/protocol/resultColumns';
import type { CellValue } from '../../../src/protocol/searchRequests';
import { defaultColumns } from '../../../src/protocol/shownColumns';
import { toCellText, toPlainText } from '../../../src/webview/table/cellText';
import {
  moveColumn,
  resizeColumn,
  toColumnLabel,
  toggleColumn,
  toValidLayout,
} from '../../../src/webview/table/columnLayout';
import { toGridAction, type KeyPress } from '../../../src/webview/table/gridKeys';
import { toGroupText, toPlaceText } from '../../../src/webview/table/tableText';

const shown = ['a', 'b', 'c'].map((name) => ({ name, widthPx: 100 }));
const names = (columns: readonly { readonly name: string }[]): string => columns.map(({ name }) => name).join('');

describe('cellText', () => {
  const cases: readonly [CellValue | undefined, (typeof resultColumns)[number]['kind'], string][] = [
    ['2026-01-15T14:05:09Z', 'time', '2026-01-15 14:05:09'],
    ['2026-01-15T14:05:09.120Z', 'time', '2026-01-15 14:05:09.120'],
    ['yesterday', 'time', 'yesterday'],
    [['arn:aws:s3:::a', 'b'], 'list', 'arn:aws:s3:::a, b'],
    [false, 'boolean', 'false'],
    [1234567, 'number', '1,234,567'],
    [null, 'text', ''],
    [undefined, 'text', ''],
    ['evil\u202Egnp\r\n\u0000\u{E0041}', 'text', 'evil\\u{202e}gnp\\u{d}\\u{a}\\u{0}\\u{e0041}'],
    [['\u2066x'], 'list', '\\u{2066}x'],
  ];
  for (const [value, kind, text] of cases) {
    it(`shows ${JSON.stringify(value)} as ${JSON.stringify(text)}`, () => {
      assert.equal(toCellText(value, kind), text);
    });
  }

  it('bounds what is drawn, and copies all of it', () => {
    const long = 'x'.repeat(100_000);
    assert.ok(toCellText(long, 'text').length < 1000);
    assert.equal(toPlainText(long, 'text'), long);
  });
});

describe('columnLayout', () => {
  it('moves a column and stays within the table', () => {
    assert.equal(names(moveColumn(shown, 0, 2)), 'bca');
    assert.equal(names(moveColumn(shown, 2, 0)), 'cab');
    assert.equal(names(moveColumn(shown, 1, 99)), 'acb');
    assert.equal(moveColumn(shown, 0, -1), shown);
  });

  it('shows at the end, hides, and keeps the last column', () => {
    assert.equal(names(toggleColumn(shown, 'd')), 'abcd');
    assert.equal(names(toggleColumn(shown, 'b')), 'ac');
    assert.equal(names(toggleColumn(shown.slice(0, 1), 'a')), 'a');
  });

  it('bounds widths', () => {
    assert.equal(resizeColumn(shown, 'b', -50)[1]?.widthPx, 60);
    assert.equal(resizeColumn(shown, 'b', 1e9)[1]?.widthPx, 2000);
    assert.equal(resizeColumn(shown, 'b', Number.NaN)[1]?.widthPx, 180);
  });

  it('takes of a stored layout what still exists', () => {
    const available = [{ name: 'a', kind: 'text', description: '' } as const];
    const stored = [{ name: 'gone', widthPx: 100 }, ...shown.slice(0, 1), ...shown.slice(0, 1)];
    assert.deepEqual(toValidLayout(stored, available, []), [{ name: 'a', widthPx: 100 }]);
    assert.equal(toValidLayout([], available, shown), shown);
  });

  it('begins with columns that exist', () => {
    assert.equal(names(toValidLayout(defaultColumns, resultColumns, [])), names(defaultColumns));
  });

  it('says UTC where times stand, and keeps the telling end of a long path', () => {
    assert.equal(toColumnLabel({ name: 'eventTime', kind: 'time' }), 'eventTime (UTC)');
    const issuer = 'userIdentity.sessionContext.sessionIssuer.userName';
    assert.equal(toColumnLabel({ name: issuer, kind: 'text' }), '…sessionIssuer.userName');
    const labels = resultColumns.map(toColumnLabel);
    assert.equal(new Set(labels).size, labels.length, 'no two columns look the same');
  });
});

describe('gridKeys', () => {
  const place = { active: 50, rowCount: 100, rowsPerPage: 20 };
  const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    ...modifiers,
  });
  const cases: readonly [KeyPress, ReturnType<typeof toGridAction>][] = [
    [press('ArrowDown'), { kind: 'move', to: 51, mode: 'select' }],
    [press('ArrowUp', { shiftKey: true }), { kind: 'move', to: 49, mode: 'extend' }],
    [press('ArrowDown', { ctrlKey: true }), { kind: 'move', to: 51, mode: 'move' }],
    [press('PageDown'), { kind: 'move', to: 69, mode: 'select' }],
    [press('PageUp', { shiftKey: true }), { kind: 'move', to: 31, mode: 'extend' }],
    [press('Home', { ctrlKey: true }), { kind: 'move', to: 0, mode: 'select' }],
    [press('End', { shiftKey: true }), { kind: 'move', to: 99, mode: 'extend' }],
    [press('a', { ctrlKey: true }), { kind: 'selectAll' }],
    [press(' '), { kind: 'toggle' }],
    [press('Enter'), { kind: 'open', preserveFocus: false }],
    [press('Enter', { shiftKey: true }), { kind: 'open', preserveFocus: true }],
    [press('ArrowLeft'), { kind: 'moveCell', by: -1 }],
    [press('a'), undefined],
    [press('PageDown', { ctrlKey: true }), undefined],
    [press('ArrowDown', { altKey: true }), undefined],
    [press('p', { ctrlKey: true }), undefined],
  ];
  for (const [key, action] of cases) {
    const modifiers = Object.entries(key).flatMap(([name, value]) => (value === true ? [name] : []));
    it(`${[...modifiers, JSON.stringify(key.key)].join(' ')} → ${action?.kind ?? "the editor's"}`, () => {
      assert.deepEqual(toGridAction(key, place), action);
    });
  }

  it('stays within the table', () => {
    assert.deepEqual(toGridAction(press('PageDown'), { ...place, active: 95 }), {
      kind: 'move',
      to: 99,
      mode: 'select',
    });
    assert.deepEqual(toGridAction(press('ArrowUp'), { ...place, active: 0 }), { kind: 'move', to: 0, mode: 'select' });
  });
});

describe('tableText', () => {
  it('names a group, safe to show', () => {
    assert.equal(toGroupText({ by: 'principal', value: 'a\u202Eb' }), 'principal: a\\u{202e}b');
    assert.equal(toGroupText({ by: 'errorCode', value: null }), 'errorCode: (none)');
  });

  it('says where the keyboard is', () => {
    assert.equal(toPlaceText(11, [{ first: 0, last: 2 }], 1_000_000), 'Row 12 of 1,000,000, 3 selected');
    assert.equal(toPlaceText(0, [], 0), '');
  });
});
