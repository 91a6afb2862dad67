import assert from 'node:assert/strict';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { toRecordPredicate } from '../../../../src/engine/query/recordPredicate';
import { newLogText, newRecord, readText } from '../../../support/logFixture';

const now = Date.parse('2026-01-20T12:00:00Z');
const session = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEEXAMPLE123:bob@example.com',
  arn: 'arn:aws:sts::111122223333:assumed-role/Admin-Team/bob@example.com',
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Admin-Team', userName: 'Admin-Team' },
  },
};
const record = newRecord({
  userIdentity: session,
  userAgent: 'aws-cli/2.0 Python/3.8',
  errorCode: 'Client.UnauthorizedOperation',
  errorMessage: 'You are not authorized.',
  eventVersion: '1.08',
  readOnly: false,
  requestParameters: {
    bucketName: 'Prod-Data',
    maxKeys: 1000,
    'aws:x': { 'y/z': 'found' },
    ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }, { cidrIp: '10.1.2.3' }] } }] },
    empty: {},
    from: '2026-01-15T10:00:00Z',
  },
  sourceIPAddress: '2001:DB8::7',
});

const answers: readonly (readonly [query: string, matches: boolean])[] = [
  ['', true],
  ['*', true],
  ['eventName:getbucketacl', true],
  ['eventName:Get', false],
  ['eventName:Get*', true],
  ['eventName:=getbucketacl', false],
  ['eventName:="GetBucketAcl"', true],
  ['eventName:"Get*"', false],
  ['eventName:Get\\*', false],
  ['eventName:?etBucketAcl', true],
  ['eventName: GetBucketAcl', true],
  ['"eventName": "GetBucketAcl"', true],
  ['eventName:(Put* OR Get*)', true],
  ['eventName:(Get* -GetBucketAcl)', false],
  ['event:Get* service:s3 region:us-* account:111122223333 type:AssumedRole', true],
  ['service:s3.amazonaws.com', true],
  ['service:ec2', false],
  ['principal:bob', true],
  ['principal:bob@example.com', true],
  ['principal:admin-team', true],
  ['principal:Admin', false],
  ['principal:Admin*', true],
  ['principal:*team', true],
  ['principal:=admin-team', false],
  ['role:Admin-Team', true],
  ['role:arn:aws:iam::111122223333:role/Admin-Team', true],
  ['role:bob', false],
  ['session:bob@example.com', true],
  ['session:bob*', true],
  ['session:Admin*', false],
  ['has:session', true],
  ['key:ASIAEXAMPLEEXAMPLE12', true],
  ['key:ASIA*', true],
  ['key:*12', true],
  ['key:AROA*', false],
  ['resource:prod-data', true],
  ['resource:prod', false],
  ['mention:prod-data', true],
  ['mention:10.1.0.0/16', true],
  ['mention:10.2.0.0/16', false],
  ['111122223333', true],
  ['arn:aws:iam::111122223333:role', true],
  ['2001:db8:0:0::7', true],
  ['error:denied', true],
  ['error:throttled', false],
  ['error:"you are not authorized."', true],
  ['-errorCode:*', false],
  ['-vpcEndpointId:*', true],
  ['-vpcEndpointId:x', true],
  ['missing:vpcEndpointId has:error', true],
  ['agent:PYTHON', true],
  ['agent:boto3', false],
  ['readOnly:false', true],
  ['readOnly:true', false],
  ['ip:2001:db8::/32', true],
  ['ip:2001:db8:0:0:0:0:0:7', true],
  ['ip:::/0', true],
  ['ip:0.0.0.0/0', false],
  ['ip:[2001:db8::1 TO 2001:db8::8}', true],
  ['ip:>2001:db8::7', false],
  ['time:2026', true],
  ['time:2026-01-15T10', true],
  ['time:2026-01-15T11', false],
  ['time:2026-01-15T12:22+02:00', true],
  ['time:-7d', true],
  ['time:-1d', false],
  ['time:[-6d TO -5d]', true],
  ['time:(2025 OR -7d)', true],
  ['time:[2026-01-15T10:22:05Z TO 2026-01-15T10:22:05Z]', true],
  ['time:{2026-01-15T10:22:05Z TO *]', false],
  ['has:time', true],
  ['eventVersion:>1.05', true],
  ['eventVersion:[1.09 TO 2]', false],
  ['requestParameters.maxKeys:>=1000', true],
  ['requestParameters.maxKeys:>1000', false],
  ['requestParameters.maxKeys:1000', true],
  ['requestParameters.BUCKETNAME:prod-*', true],
  ['requestParameters."aws:x"."y/z":found', true],
  ['requestParameters.ipPermissions.items.ipRanges.items.cidrIp:0.0.0.0/0', true],
  ['requestParameters.ipPermissions.items.ipRanges.items.cidrIp:10.0.0.0/8', true],
  ['requestParameters.ipPermissions.items.ipRanges.items.cidrIp:11.0.0.0/8', false],
  ['requestParameters.from:[2026-01-15 TO 2026-01-16]', true],
  ['requestParameters.from:>2026-01-15', false],
  ['requestParameters:found', true],
  ['requestParameters:foun', false],
  ['has:requestParameters.empty', false],
  ['has:requestParameters', true],
  ['.requestParameters.bucketName:Prod-Data', true],
  ['.unheardOf.field:x', false],
  ['cidrip', true],
  ['"not authorized"', true],
  ['=cidrip', false],
  ['1000', true],
  ['prod*data', true],
  ['/prod-d.ta/i', true],
  ['/prod-d.ta/', false],
  ['errorCode:/Unauth.*Operation$/', true],
  ['errorCode:/^Unauth/', false],
  ['a OR found', true],
  ['NOT nowhere AND found', true],
  ['nowhere && found || found', true],
  ['!nowhere +found', true],
];

describe('toRecordPredicate', () => {
  const log = readText(newLogText(record));
  for (const [text, expected] of answers) {
    it(`${expected ? 'matches' : 'does not match'} ${text === '' ? 'an empty query' : text}`, () => {
      const { query, errors } = parseQuery(text, { now });
      assert.ok(query !== undefined, JSON.stringify(errors));
      assert.equal(toRecordPredicate(query)(log, log.records[0]!), expected);
    });
  }

  it('takes the last of names that stand twice', () => {
    const twice = readText('{"Records":[{"eventVersion":"1","eventName":"A","eventName":"B","x":{"y":"C","y":"D"}}]}');
    const test = (text: string): boolean =>
      toRecordPredicate(parseQuery(text, { now }).query!)(twice, twice.records[0]!);
    assert.deepEqual(['eventName:A', 'eventName:B', '.x.y:C', '.x.y:D'].map(test), [false, true, false, true]);
  });
});
