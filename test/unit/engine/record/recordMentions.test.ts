import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readLogText } from '../../../../src/engine/record/logText';
import { RecordMentions } from '../../../../src/engine/record/recordMentions';
import { listMentions } from '../../../support/expectedMentions';
import { newLogText, newRecord, testLimits } from '../../../support/logFixture';

describe('RecordMentions', () => {
  const arn = 'arn:aws:sts::111122223333:assumed-role/Deploy/alice';
  const issuer = { type: 'Role', principalId: 'AROAEXAMPLEEXAMPLE00', userName: 'Deploy' };
  const cases: readonly (readonly [string, string])[] = [
    ['an ordinary record', newLogText(newRecord())],
    [
      'people',
      newLogText(
        newRecord({
          userIdentity: {
            type: 'AssumedRole',
            arn,
            principalId: 'AROAEXAMPLEEXAMPLE00:alice',
            sessionContext: { sessionIssuer: issuer, sourceIdentity: 'bob' },
            onBehalfOf: { userId: 'carol-1' },
          },
        }),
      ),
    ],
    [
      'resources and names of parameters',
      newLogText(
        newRecord({
          requestParameters: { bucketName: 'prod', userName: true, roleArn: arn, groupId: 7 },
          responseElements: { user: { userName: 'dave', arn: 'arn:aws:iam::111122223333:user/dave' } },
          resources: [{ ARN: 'arn:aws:s3:::prod/a key/b' }, 'arn:aws:kms:us-east-1:111122223333:key/k'],
        }),
      ),
    ],
    [
      'members that stand twice, and names with escapes',
      '{"Records":[{"eventVersion":"1","userIdentity":{"userName":"first"},"userIdentity":{"userName":"last"},' +
        '"requestParameters":{"bucketName":"one"},"requestParameters":{"bucket\\u004eame":"two"},"x":{"10.0.0.1":"i-0123456789abcdef0"}}]}',
    ],
  ];
  const mentions = new RecordMentions();

  for (const [name, text] of cases) {
    it(`finds what the slow way finds: ${name}`, () => {
      const log = readLogText(gzipSync(text), testLimits);
      assert.equal(log.records.length, 1);
      for (const record of log.records) {
        const found = mentions.list(log, record);
        assert.deepEqual([...found].sort(), [...listMentions(log, record)].sort());
        assert.equal(new Set(found).size, found.length);
      }
    });
  }
});
