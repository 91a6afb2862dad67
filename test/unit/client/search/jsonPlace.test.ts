import * as assert from 'node:assert/strict';
import { findJsonValue } from '../../../../src/client/search/jsonPlace';

const record = {
  eventName: 'Put"Object',
  readOnly: false,
  userIdentity: {
    type: 'IAMUser',
    'odd name': 'x',
    sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::1:role/a' } },
  },
  requestParameters: null,
  resources: [{ ARN: 'arn:a' }, { ARN: 'arn:b' }],
  additionalEventData: { list: ['one', 'two'], size: 791.5 },
};
const text = JSON.stringify(
  { Records: [{ eventName: 'First', userIdentity: { type: 'Root' } }, record] },
  undefined,
  2,
).split('\n');
const lines = { lineAt: (line: number) => text[line] ?? '' };

/** Where a text begins, counted from the last line that holds it. */
function at(needle: string): [line: number, character: number] {
  const line = text.findLastIndex((candidate) => candidate.includes(needle));
  return [line, (text[line] ?? '').indexOf(needle) + 1];
}

describe('the JSON value under the cursor', () => {
  const cases: readonly [needle: string, value?: string, path?: string | undefined][] = [
    ['"Put\\"Object"', 'Put"Object', 'eventName'],
    ['"eventName"', 'Put"Object', 'eventName'],
    ['false', 'false', 'readOnly'],
    ['"IAMUser"', 'IAMUser', 'userIdentity.type'],
    ['"x"', 'x', 'userIdentity."odd name"'],
    ['"arn:aws:iam::1:role/a"', 'arn:aws:iam::1:role/a', 'userIdentity.sessionContext.sessionIssuer.arn'],
    ['"arn:b"', 'arn:b', 'resources.ARN'],
    ['"two"', 'two', 'additionalEventData.list'],
    ['791.5', '791.5', 'additionalEventData.size'],
    ['"userIdentity"'],
    ['null'],
    ['{'],
  ];
  for (const [needle, value, path] of cases) {
    it(`at ${needle} is ${value ?? 'none'}`, () => {
      assert.deepEqual(findJsonValue(lines, ...at(needle)), value === undefined ? undefined : { value, path });
    });
  }

  it('has its path on a later page of a log, which begins between two records', () => {
    const first = text.findIndex((line) => line.includes('First')) - 1;
    const page = { lineAt: (line: number) => text[line + first] ?? '' };
    const [line, character] = at('"IAMUser"');
    assert.deepEqual(findJsonValue(page, line - first, character), { value: 'IAMUser', path: 'userIdentity.type' });
  });

  it('is none where a string is cut off', () => {
    assert.equal(findJsonValue({ lineAt: () => '  "eventName": "PutOb' }, 0, 18), undefined);
  });
});
