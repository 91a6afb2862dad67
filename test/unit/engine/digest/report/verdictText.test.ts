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
