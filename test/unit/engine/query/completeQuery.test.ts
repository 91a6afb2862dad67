import assert from 'node:assert/strict';
import { completeQuery } from '../../../../src/engine/query/completeQuery';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { queryHelp, syntaxHelp } from '../../../../src/engine/query/queryHelp';

describe('completeQuery', () => {
  /** `|` is the offset. */
  const places: readonly (readonly [text: string, kind: string, prefix: string, field?: string])[] = [
    ['|', 'field', ''],
    ['eve|', 'field', 'eve'],
    ['a b:c eve|', 'field', 'eve'],
    ['(eve|', 'field', 'eve'],
    ['-eve|', 'field', 'eve'],
    ['a AND |', 'field', ''],
    ['eventName:|', 'value', '', 'eventName'],
    ['eventName:Put|', 'value', 'Put', 'eventName'],
    ['eventName:"Put O|', 'value', 'Put O', 'eventName'],
    ['eventName:(Put OR Ge|', 'value', 'Ge', 'eventName'],
    ['eventName:(Put) eve|', 'field', 'eve'],
    ['x eventName:Put|Object y', 'value', 'Put', 'eventName'],
    ['has:err|', 'value', 'err', 'has'],
    ['a AN|', 'operator', 'AN'],
    ['arn:aws:i|', 'field', 'arn:aws:i'],
    ['userIdentity.ty|', 'field', 'userIdentity.ty'],
  ];
  for (const [marked, kind, prefix, field] of places) {
    it(`knows that ${marked} is a ${kind}`, () => {
      const offset = marked.indexOf('|');
      const completion = completeQuery(marked.replace('|', ''), offset);
      assert.deepEqual([completion.kind, completion.prefix, completion.field], [kind, prefix, field]);
    });
  }

  it('replaces the whole word that it stands in', () => {
    const { replaceStart, replaceEnd } = completeQuery('a eventName:PutObject b', 15);
    assert.deepEqual([replaceStart, replaceEnd], [12, 21]);
  });

  it('suggests fields that begin with the prefix first', () => {
    const names = completeQuery('err', 3).fields.map(({ name }) => name);
    assert.deepEqual(names.slice(0, 3), ['error', 'errorCode', 'errorMessage']);
  });

  it('says which columns hold the values, and which words the language knows', () => {
    assert.deepEqual(completeQuery('ip:', 3).valueColumns, ['sourceIPAddress']);
    assert.deepEqual(completeQuery('awsRegion:eu', 12).valueColumns, ['awsRegion']);
    assert.ok(completeQuery('error:', 6).words.includes('denied'));
    assert.ok(completeQuery('has:', 4).fields.some(({ name }) => name === 'errorCode'));
  });

  it('ends for every offset of odd texts', () => {
    const text = '(eventName:"a b" [x TO {y -/a(/ ip:( "" )) a."b c".d:\\';
    for (let offset = 0; offset <= text.length; offset++) {
      const { replaceStart, replaceEnd } = completeQuery(text, offset);
      assert.ok(replaceStart <= offset && replaceEnd >= offset && replaceEnd <= text.length, String(offset));
    }
  });
});

describe('queryHelp', () => {
  it('names each field once, with examples that can be read', () => {
    const names = queryHelp.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    const examples = [...queryHelp.flatMap((field) => field.examples), ...syntaxHelp.map(({ example }) => example)];
    assert.ok(examples.length > 30);
    for (const example of examples) assert.deepEqual(parseQuery(example, { now: 0 }).errors, [], example);
  });

  it('describes every field', () => {
    for (const { description, name } of queryHelp) assert.ok(description.length > 5, name);
  });
});
