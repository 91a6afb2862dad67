import assert from 'node:assert/strict';
import { toNotSeen, type UnseenFacts } from '../../../../src/engine/dossier/notSeen';

const all: UnseenFacts = {
  records: 9,
  twins: 0,
  areTwinsInQueries: false,
  hasDataEvents: true,
  uncountedSessions: 0,
  keylessSessions: 0,
  chainCut: undefined,
  users: ['arn:aws:iam::111122223333:user/alice'],
  owned: [],
  unreadMaking: 0,
  leftOut: { remnants: 0, loggingChanges: 0 },
  unreadLater: 0,
  unread: new Map(),
  otherChanges: { calls: [], total: 0 },
};

describe('what a dossier did not see', () => {
  it('is nothing where all was looked at', () => {
    assert.deepEqual(toNotSeen(all), []);
  });

  it('names sessions beyond a chain that is cut, and those without keys', () => {
    const chainCut = 'The chain has at least 4501 more nodes than the 500 that are shown.';
    assert.deepEqual(toNotSeen({ ...all, uncountedSessions: 499, keylessSessions: 1, chainCut }), [
      'At least 499 keys of sessions that were assumed with this key are not counted here.',
      '1 session that was assumed with this key signs without an access key and is not counted here.',
      `Of sessions that were assumed with this key, only those are known here that the role chain shows. ${chainCut}`,
    ]);
  });

  it('names what the lists leave out', () => {
    assert.deepEqual(toNotSeen({ ...all, leftOut: { remnants: 28_001, loggingChanges: 1 } }), [
      '28,001 further things that it made or changed are not listed: there are too many.',
      '1 further call that changed logging is not listed: there are too many.',
    ]);
  });
});
