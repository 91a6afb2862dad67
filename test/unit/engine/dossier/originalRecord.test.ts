import assert from 'node:assert/strict';
import { parseOriginal, valuesAt } from '../../../../src/engine/dossier/originalRecord';

const record = {
  requestParameters: {
    userName: 'eve',
    empty: '',
    none: null,
    count: 7,
    items: [{ id: 'a' }, { id: 'b' }, 'text', null],
    lone: { id: 'c' },
    arn: 'arn:aws:lambda:us-east-1:111122223333:function:f:live',
    key: 'arn:aws:kms:us-east-1:111122223333:key/0a1b',
    stack: 'arn:aws:cloudformation:us-east-1:111122223333:stack/s/guid',
  },
  responseElements: '{"user":{"userName":"mallory"}}',
};

describe('values of original records', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['request.userName', ['eve']],
    ['request.count', ['7']],
    ['request.empty', []],
    ['request.none', []],
    ['request.items[].id', ['a', 'b']],
    ['request.lone[].id', ['c']],
    ['request.items.id', []],
    ['request.none|request.userName', ['eve']],
    ['request.userName|request.count', ['eve']],
    ['request.userName&request.count', ['eve', '7']],
    ['request.arn#name', ['f']],
    ['request.key#name', ['0a1b']],
    ['request.stack#name', ['s']],
    ['request.userName#name', ['eve']],
    ['response.user.userName', ['mallory']],
    ['request.constructor.name', []],
    ['request.__proto__', []],
    ['userIdentity.userName', []],
  ];
  for (const [path, expected] of cases) {
    it(path, () => {
      assert.deepEqual(valuesAt(record, path), expected);
    });
  }

  it('reads nothing from what is no object', () => {
    for (const text of ['[]', '"a"', 'null', '{"a":', '']) assert.equal(parseOriginal(Buffer.from(text)), undefined);
    assert.deepEqual(parseOriginal(Buffer.from('{"a":1}')), { a: 1 });
  });
});
