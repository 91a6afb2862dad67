import * as assert from 'node:assert/strict';
import { QueryHistory, type Store } from '../../../../src/client/search/queryHistory';

function newStore(values: Record<string, unknown> = {}): Store {
  return {
    get: (key) => values[key],
    update: (key, value) => {
      values[key] = value;
      return Promise.resolve();
    },
  };
}

describe('remembered searches', () => {
  it('are the last fifty, the newest first, each once', async () => {
    const history = new QueryHistory({ workspace: newStore(), user: newStore() });
    for (let i = 0; i < 60; i++) await history.add(`q${i}`);
    await history.add('q20');
    await history.add('  ');
    assert.equal(history.queries.length, 50);
    assert.deepEqual(history.queries.slice(0, 3), ['q20', 'q59', 'q58']);
    assert.equal(history.queries.filter((query) => query === 'q20').length, 1);
    await history.remove('q59');
    assert.deepEqual(history.queries.slice(0, 2), ['q20', 'q58']);
  });

  it('have names, sorted, each once', async () => {
    const history = new QueryHistory({ workspace: newStore(), user: newStore() });
    await history.save({ name: 'b', query: '1' });
    await history.save({ name: 'a', query: '2' });
    await history.save({ name: 'b', query: '3' });
    assert.deepEqual(history.saved, [
      { name: 'a', query: '2' },
      { name: 'b', query: '3' },
    ]);
    await history.removeSaved('a');
    assert.deepEqual(history.saved, [{ name: 'b', query: '3' }]);
  });

  it('survive what another version has stored', () => {
    const workspace = newStore({ 'trailcase.queryHistory': ['a', 7, null] });
    const user = newStore({ 'trailcase.savedSearches': [null, { name: 'a' }, { name: 'b', query: 'c', more: 1 }] });
    const history = new QueryHistory({ workspace, user });
    assert.deepEqual(history.queries, ['a']);
    assert.deepEqual(
      history.saved.map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(
      new QueryHistory({ workspace: newStore({ 'trailcase.queryHistory': 'x' }), user: newStore() }).queries,
      [],
    );
  });
});
