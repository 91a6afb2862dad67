import { newLogText, newRecord, readText, shownText, toShownLog } from '../../../support/logFixture';

export const account = '111122223333';
export const otherAccount = '444455556666';
export const roleArn = `arn:aws:iam::${account}:role/deploy`;
export const sessionArn = `arn:aws:sts::${account}:assumed-role/deploy/build-7`;
export const sessionKey = 'ASIAEXAMPLESESSION01';
export const issuedKey = 'ASIAEXAMPLEISSUED002';
export const userKey = 'AKIAIOSFODNN7EXAMPLE';
export const created = '2026-01-15T10:00:00Z';
export const targetRole = `arn:aws:iam::${otherAccount}:role/target`;

export const sessionIdentity = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEEXAMPLE12:build-7',
  arn: sessionArn,
  accountId: account,
  accessKeyId: sessionKey,
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEEXAMPLE12',
      arn: roleArn,
      accountId: account,
      userName: 'deploy',
    },
    attributes: { creationDate: created, mfaAuthenticated: 'false' },
  },
};

/** A session's AssumeRole, a user's call, a service's call, an Insight, and a record without an identity. */
export const log = readText(
  newLogText(
    newRecord({
      userIdentity: sessionIdentity,
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      requestParameters: { roleArn: targetRole, roleSessionName: 'hop-2' },
      responseElements: { credentials: { accessKeyId: issuedKey, expiration: 'Jan 15, 2026, 11:22:05 AM' } },
      recipientAccountId: otherAccount,
    }),
    newRecord({ resources: [{ ARN: 'arn:aws:s3:::invoices', type: 'AWS::S3::Bucket', accountId: account }] }),
    newRecord({
      userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      sourceIPAddress: 'ec2.amazonaws.com',
    }),
    newRecord({
      userIdentity: null,
      eventName: undefined,
      insightDetails: { state: 'Start', eventName: 'RunInstances' },
    }),
    newRecord({ userIdentity: undefined }),
  ),
);

export const shown = toShownLog(log);
export const lines = shownText(log).split('\n');

/** Position inside the nth line that holds a text, `into` characters behind where that begins. */
export function positionOf(text: string, nth = 0, into = 2): { line: number; character: number } {
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index] : []))[nth];
  const line = lines[found ?? -1];
  if (found === undefined || line === undefined) throw new Error(`The log does not hold ${text}.`);
  return { line: found, character: line.indexOf(text) + into };
}
