import assert from 'node:assert/strict';
import { toKeysQuery } from '../../../../src/engine/dossier/dossierQuery';
import { listIdentities, listOwned, type KeyUser } from '../../../../src/engine/dossier/sharedKeys';

function user(accessKeyId: string, arn?: string, principalId?: string): KeyUser {
  return { accessKeyId, arn, principalId };
}

describe('keys that several used', () => {
  it('have as many identities as share neither ARN nor principal id', () => {
    const users = [user('K', 'a', '1'), user('K', 'b', '2'), user('K', undefined, '2'), user('K'), user('L', 'c', '3')];
    assert.equal(listIdentities(users, 'K').length, 2);
    // One record joins what was apart.
    assert.equal(listIdentities([...users, user('K', 'a', '2')], 'K').length, 1);
    assert.deepEqual(listIdentities(users, 'M'), []);
  });

  it('count for the sessions that were assumed alone', () => {
    const users = [user('K', 'a', '1'), user('K', 'b', '2'), user('L', 'c', '3')];
    const assumed = [
      { accessKeyId: 'K', arn: 'a' },
      { accessKeyId: 'L', arn: 'c' },
    ];
    assert.deepEqual(listOwned(assumed, users), [{ accessKeyId: 'K', arns: ['a'], principalIds: ['1'] }]);
    assert.deepEqual(listOwned([...assumed, { accessKeyId: 'K', arn: 'b' }], users), []);
    // Records of other accounts may say a principal id alone: there is nobody to tell it from.
    assert.deepEqual(listOwned([{ accessKeyId: 'M', arn: undefined }], [user('M', undefined, '4')]), []);
    // Nobody knows whose it is: then nobody's records count.
    assert.deepEqual(listOwned([{ accessKeyId: 'K', arn: undefined }], users), [
      { accessKeyId: 'K', arns: [], principalIds: [] },
    ]);
  });

  it('are searched for with their owners', () => {
    const owned = [{ accessKeyId: 'K', arns: ['a'], principalIds: ['1'] }];
    assert.equal(
      toKeysQuery(['J', 'K'], ['x'], owned),
      '(userIdentity.accessKeyId:="J" OR (userIdentity.accessKeyId:="K" AND (userIdentity.arn:="a" OR ' +
        '(missing:userIdentity.arn AND userIdentity.principalId:="1")))) AND NOT eventID:="x"',
    );
    assert.equal(toKeysQuery(['J'], []), 'userIdentity.accessKeyId:="J"');
  });
});
