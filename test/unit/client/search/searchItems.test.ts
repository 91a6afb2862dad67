import * as assert from 'node:assert/strict';
import { toSearchSections, type SearchState } from '../../../../src/client/search/searchItems';

const state: SearchState = { text: '', check: undefined, completions: [], history: [], saved: [] };
const good = { problems: [], isIndexed: true, explanation: 'Records whose event is Put…' };

describe('the search box', () => {
  it('offers to search first, with the meaning of the query', () => {
    const [first] = toSearchSections({ ...state, text: ' eventName:Put* ', check: good });
    assert.deepEqual(first, {
      items: [
        {
          action: { type: 'run', query: 'eventName:Put*' },
          label: '$(search) Search: eventName:Put*',
          detail: 'Records whose event is Put…',
        },
      ],
    });
  });

  it('tells a meaning of several lines in one', () => {
    const explanation =
      'Records where all of these hold:\n  - a is b\n  - any of these holds:\n    - c is d\n    - e is f';
    const [first] = toSearchSections({ ...state, text: 'x', check: { ...good, explanation } });
    assert.equal(
      first?.items[0]?.detail,
      'Records where all of these hold: a is b; any of these holds: c is d; e is f',
    );
  });

  it('finds everything with nothing', () => {
    assert.equal(toSearchSections(state)[0]?.items[0]?.label, '$(search) Search: every record');
  });

  it('says that originals have to be read', () => {
    const [first] = toSearchSections({ ...state, text: '/x/', check: { ...good, isIndexed: false } });
    assert.equal(first?.items[0]?.description, 'reads originals: slower');
  });

  it('shows mistakes in the place of the search, and applies what is suggested', () => {
    const problems = [
      { message: 'Unknown field "a.b". Did you mean eventName?', start: 0, end: 8, suggestion: 'eventName' },
      { message: 'A bracket is open.', start: 13, end: 13 },
    ];
    const [first] = toSearchSections({ ...state, text: 'evntName:Put*', check: { problems, isIndexed: true } });
    assert.deepEqual(
      first?.items.map(({ action, label, description, detail }) => [action, label, description, detail]),
      [
        [
          { type: 'edit', query: 'eventName:Put*' },
          '$(error) Unknown field "a.b". Enter writes “eventName”.',
          'characters 1 to 8',
          '›evntName‹:Put*   Did you mean eventName?',
        ],
        [{ type: 'none' }, '$(error) A bracket is open.', 'character 14', 'evntName:Put*›‹'],
      ],
    );
  });

  it('defuses values that an attacker chose', () => {
    const completions = [
      { label: '$(zap)\u202e', insertText: 'x', start: 0, end: 0, kind: 'value', count: 1234 } as const,
    ];
    const item = toSearchSections({ ...state, completions })[1]?.items[0];
    assert.equal(item?.label, '$(symbol-constant) \\$(zap)\\u{202e}');
    assert.equal(item.description, '1,234 records');
  });

  it('shows remembered searches that hold what was typed, by name or query', () => {
    const remembered = {
      history: ['eventName:Get*', 'key:AKIA1'],
      saved: [
        { name: 'Get away', query: 'a' },
        { name: 'b', query: 'c' },
      ],
    };
    const sections = toSearchSections({ ...state, ...remembered, text: 'GET', check: good });
    assert.deepEqual(
      sections.map(({ title, items }) => [title, items.map(({ memory }) => memory?.key)]),
      [
        [undefined, [undefined]],
        ['Saved searches', ['Get away']],
        ['Recent searches', ['eventName:Get*']],
      ],
    );
    assert.equal(toSearchSections({ ...state, ...remembered }).length, 3);
  });
});
