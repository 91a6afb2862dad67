import assert from 'node:assert/strict';
import { parseUniqueId } from '../../../../src/engine/entity/accessKeyId';
import { parseArn, shortName } from '../../../../src/engine/entity/arn';
import { describeAddress } from '../../../../src/engine/entity/ipAddress';

describe('parseArn', () => {
  const table: readonly (readonly [arn: string, parts: string])[] = [
    ['arn:aws:iam::111122223333:role/team/Admin', 'aws iam  111122223333 role team/Admin Admin'],
    ['arn:aws:s3:::invoices', 'aws s3   bucket invoices invoices'],
    ['arn:aws:s3:::invoices/2026/a.pdf', 'aws s3   object invoices/2026/a.pdf invoices/2026/a.pdf'],
    [
      'arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:f:7',
      'aws-us-gov lambda us-gov-west-1 111122223333 function f:7 f:7',
    ],
    ['arn:aws-cn:sns:cn-north-1:111122223333:alerts', 'aws-cn sns cn-north-1 111122223333 topic alerts alerts'],
    ['arn:aws:iam::111122223333:root', 'aws iam  111122223333 account root root'],
    ['arn:aws:iam::aws:policy/AdministratorAccess', 'aws iam  aws policy AdministratorAccess AdministratorAccess'],
    ['arn:aws:sts::111122223333:assumed-role/R/a/b', 'aws sts  111122223333 assumed-role R/a/b b'],
  ];
  for (const [text, parts] of table) {
    it(text, () => {
      const arn = parseArn(text)!;
      assert.equal(
        [arn.partition, arn.service, arn.region, arn.account, arn.resourceType, arn.resourceId, shortName(arn)].join(
          ' ',
        ),
        parts,
      );
    });
  }

  it('refuses what is no ARN', () => {
    for (const text of ['', 'arn:', 'arn:aws:iam', 'xarn:aws:iam::111122223333:role/x', 'arn:aws:iam::11:role/x']) {
      assert.equal(parseArn(text), undefined, text);
    }
  });
});

describe('parseUniqueId', () => {
  it('names the kind by the prefix', () => {
    assert.equal(parseUniqueId('AROAEXAMPLEEXAMPLE123:session')?.kind, 'IAM role');
    assert.equal(parseUniqueId('AROAEXAMPLEEXAMPLE123:session')?.sessionName, 'session');
  });
  it('decodes the account of a new access key id', () => {
    // The published example of the encoding.
    assert.equal(parseUniqueId('ASIAQNZGKIQY56JQ7WML')?.account, '029608264753');
  });
  it('does not decode keys of the old kind', () => {
    assert.equal(parseUniqueId('AKIAIOSFODNN7EXAMPLE')?.account, undefined);
  });
  it('refuses other words', () => {
    for (const text of ['', 'AKIA', 'ABCDEFGHIJKLMNOPQRST', 'akiaiosfodnn7example'])
      assert.equal(parseUniqueId(text), undefined, text);
  });
});

describe('describeAddress', () => {
  for (const [text, expected] of [
    ['10.1.2.3', /RFC 1918/],
    ['8.8.8.8', /^public IPv4/],
    ['2001:db8::1', /documentation/],
    ['2600:1f18::1', /^public IPv6/],
    ['ec2.amazonaws.com', /AWS service/],
    ['AWS Internal', /inside AWS/],
    ['nonsense', /not an IP/],
  ] as const) {
    it(text, () => {
      assert.match(describeAddress(text), expected);
    });
  }
});
