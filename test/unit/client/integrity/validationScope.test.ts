import * as assert from 'node:assert/strict';
import { toPlaceScope, toValidationScope } from '../../../../src/client/integrity/validationScope';
import type { SearchScope } from '../../../../src/protocol/searchRequests';
import { newRoot } from './newHeader';

const now = Date.UTC(2026, 0, 20, 12);
const day = Date.UTC(2026, 0, 15);
const dayMs = 86_400_000;
const account = 'p/AWSLogs/o-exampleorg1/111122223333/';

describe('what of a source is validated', () => {
  const cases: readonly [what: string, scope: Partial<SearchScope>, expected: Partial<SearchScope>][] = [
    ['a source', {}, { prefix: 'p/' }],
    ['an organization', { prefix: 'p/AWSLogs/o-exampleorg1/' }, { prefix: 'p/AWSLogs/o-exampleorg1/' }],
    ['an account', { prefix: account }, { prefix: account }],
    ['a kind', { prefix: `${account}CloudTrail-Digest/` }, { prefix: account }],
    ['a region', { prefix: `${account}CloudTrail/us-east-1/` }, { prefix: account, regions: ['us-east-1'] }],
    [
      'a month that is over',
      { prefix: `${account}CloudTrail/us-east-1/2025/12/` },
      { prefix: account, regions: ['us-east-1'], from: Date.UTC(2025, 11, 1), to: Date.UTC(2026, 0, 1) - 1 },
    ],
    [
      'the month that runs',
      { prefix: `${account}CloudTrail-Insight/eu-west-1/2026/01/` },
      { prefix: account, regions: ['eu-west-1'], from: Date.UTC(2026, 0, 1), to: now },
    ],
    [
      'a day',
      { prefix: `${account}CloudTrail/us-east-1/2026/01/15/` },
      { prefix: account, regions: ['us-east-1'], from: day, to: day + dayMs - 1 },
    ],
    [
      'other days than those of the folder',
      { prefix: `${account}CloudTrail/us-east-1/2026/01/`, from: day, to: day + dayMs },
      { prefix: account, regions: ['us-east-1'], from: day, to: day + dayMs - 1 },
    ],
    [
      'accounts and regions that were chosen',
      { accounts: ['1'], regions: ['a', 'b'] },
      { prefix: 'p/', accounts: ['1'], regions: ['a', 'b'] },
    ],
    [
      'a prefix that holds AWSLogs itself',
      { prefix: 'AWSLogs/x/AWSLogs/111122223333/CloudTrail/us-east-1/' },
      { prefix: 'AWSLogs/x/AWSLogs/111122223333/', regions: ['us-east-1'] },
    ],
  ];
  for (const [what, scope, expected] of cases) {
    it(`of ${what} stands at the account or above it`, () => {
      const place = { root: newRoot('s', { prefix: 'p/' }), scope: { sourceId: 's', ...scope }, title: 'S' };
      assert.deepEqual(toValidationScope(place, now), { sourceId: 's', ...expected });
    });
  }

  it('can be validated again as it was', () => {
    const scope = { sourceId: 's', prefix: account, regions: ['eu-west-1'], from: day, to: day + 12_345 };
    const place = { root: newRoot('s'), scope: toPlaceScope(scope), title: 'S' };
    assert.deepEqual(toValidationScope(place, now), scope);
    assert.deepEqual(toPlaceScope({ sourceId: 's' }), { sourceId: 's' });
  });
});
