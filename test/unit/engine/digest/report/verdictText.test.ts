import assert from 'node:assert/strict';
import { toVerdictText } from '../../../../../src/engine/digest/report/verdictText';
import type { KeyUse } from '../../../../../src/engine/digest/validation';
import { newDigest, newLog, newRun } from './reportFixture';

const logs = [newLog(0, 5), newLog(0, 7)];
const key: KeyUse = { fingerprint: '8e4a7e73e608244ce721b3aa592cbc6b', region: 'us-east-1', origin: 'AWS', digests: 1 };

describe('the verdict in words', () => {
  for (const [count, words] of [
    [0, 'the digests of the window name no logs'],
    [1, 'the 1 log that the digests of the window name is there and unaltered'],
    [2, 'the 2 logs that the digests of the window name are there and unaltered'],
  ] as const) {
    it(`counts ${count} logs`, () => {
      const { header } = newRun({ objects: [newDigest(0), ...logs.slice(0, count)], hours: [] });
      assert.equal(header.verdict, 'proven');
      assert.equal(toVerdictText(header), `Proven: ${words}, and the chain of digests is whole.`);
    });
  }

  for (const [count, words] of [
    [1, '1 newer log awaits its digest'],
    [2, '2 newer logs await their digest'],
  ] as const) {
    it(`names ${count} pending`, () => {
      const pending = logs.slice(0, count).map((log) => ({ ...log, status: 'pending' as const }));
      const { header } = newRun({ objects: [newDigest(0), newLog(0, 9), ...pending], hours: [] });
      assert.equal(header.verdict, 'proven');
      assert.match(toVerdictText(header), new RegExp(`, and the chain of digests is whole\\. ${words}\\.$`));
    });
  }

  it('counts among what is wrong no digest that only has not been seen yet', () => {
    const overdue = { status: 'missing', code: 'notYetSeen' } as const;
    const objects = [newDigest(3, overdue), newDigest(2, overdue), newDigest(1, { status: 'missing' })];
    const modified = newLog(0, 5, { status: 'modified' });
    const { header } = newRun({ objects: [...objects, modified], hours: [], header: { verdict: 'wrong' } });
    const summary = { ...header.summary, notYetSeen: 2 };
    assert.match(toVerdictText({ ...header, summary }), / Found: 1 log modified, 1 digest missing\.$/);
    assert.match(toVerdictText(header), / 3 digests missing\.$/, 'an older run does not say');
  });

  for (const [origin, isOfFile] of [
    ['AWS', false],
    ['cache', false],
    ['/case/public-keys.json', true],
  ] as const) {
    it(`says of keys from ${origin} ${isOfFile ? 'that the proof rests on a file' : 'nothing'}`, () => {
      const { header } = newRun({ objects: [newDigest(0)], hours: [], header: { keys: [key, { ...key, origin }] } });
      assert.equal(toVerdictText(header).includes('were read from a file'), isOfFile);
    });
  }
});
