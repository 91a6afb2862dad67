import assert from 'node:assert/strict';
import { toRecordPredicate } from '../../../../src/engine/query/recordPredicate';
import { toRecordClass, type ClassFacts } from '../../../../src/engine/timeline/recordClass';
import type { RecordClass } from '../../../../src/engine/timeline/timeline';
import { toQuery } from '../../../support/indexFixture';
import { newLogText, newRecord, readText } from '../../../support/logFixture';

const none: ClassFacts = { eventName: 'PutObject', errorCode: null, errorMessage: null, readOnly: null };

describe('the class of a record', () => {
  const table: readonly (readonly [string, Partial<ClassFacts>, RecordClass])[] = [
    ['what says that it only reads', { readOnly: true }, 'read'],
    ['what says that it writes, whatever its name', { readOnly: false, eventName: 'GetObject' }, 'write'],
    ['an old record whose name reads', { eventName: 'DescribeInstances' }, 'read'],
    ['a name that is the verb alone', { eventName: 'Query' }, 'read'],
    ['a name with a version behind it', { eventName: 'ListFunctions20150331' }, 'read'],
    ['a name that only begins with the same letters', { eventName: 'Getaway' }, 'write'],
    ['another name', { eventName: 'RunInstances' }, 'write'],
    ['no name', { eventName: null }, 'write'],
    ['an error code', { errorCode: 'NoSuchBucket', readOnly: true }, 'error'],
    ['an empty error code', { errorCode: '', readOnly: true }, 'read'],
    ['a failed sign-in, which has a message alone', { errorMessage: 'Failed authentication' }, 'error'],
    ['a refusal', { errorCode: 'AccessDenied' }, 'denied'],
    ['a refusal as EC2 spells it', { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'No.' }, 'denied'],
    ['a message that speaks of one is no code', { errorMessage: 'AccessDenied' }, 'error'],
  ];
  for (const [what, facts, expected] of table) {
    it(`is ${expected} for ${what}`, () => {
      assert.equal(toRecordClass({ ...none, ...facts }), expected);
    });
  }

  it('is denied for exactly what error:denied finds', () => {
    const matches = toRecordPredicate(toQuery('error:denied'));
    const codes = ['AccessDeniedException', 'VpceAccessDenied', 'Server.Forbidden', 'AuthFailure', 'AllAccessDisabled'];
    for (const errorCode of [...codes, 'Throttling', 'NoSuchKey', 'ForbiddenFruit', 'Unforbidden', 'accessdenied']) {
      const log = readText(newLogText(newRecord({ errorCode })));
      assert.equal(toRecordClass({ ...none, errorCode }) === 'denied', matches(log, log.records[0]!), errorCode);
    }
  });
});
