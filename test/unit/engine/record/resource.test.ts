import assert from 'node:assert/strict';
import { listResources } from '../../../../src/engine/record/resource';
import { newLogText, newRecord, readText } from '../../../support/logFixture';

function resourcesOf(fields: Readonly<Record<string, unknown>>): string[] {
  const log = readText(newLogText(newRecord(fields)));
  return listResources(log, log.records[0]!).map((resource) => `${resource.type} ${resource.name}`);
}

describe('listResources', () => {
  const table: readonly (readonly [
    what: string,
    fields: Readonly<Record<string, unknown>>,
    expected: readonly string[],
  ])[] = [
    [
      'the list’s ARNs',
      {
        resources: [
          { ARN: 'arn:aws:s3:::invoices/2026/a.pdf', type: 'AWS::S3::Object' },
          { ARN: 'arn:aws:s3:::invoices' },
        ],
      },
      ['object invoices/2026/a.pdf', 'bucket invoices'],
    ],
    [
      'ARNPrefix, arn and bare strings',
      {
        requestParameters: null,
        resources: [
          { ARNPrefix: 'arn:aws:s3:::b/' },
          { arn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
          'arn:aws:iam::111122223333:role/x/R',
        ],
      },
      ['object b/', 'key 1', 'role R'],
    ],
    [
      'names in requestParameters',
      { requestParameters: { roleName: 'Admin', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
      ['role Admin', 'policy AdministratorAccess'],
    ],
    [
      'one thing named twice only once',
      { requestParameters: { bucketName: 'invoices' }, resources: [{ ARN: 'arn:aws:s3:::invoices' }] },
      ['bucket invoices'],
    ],
    ['nothing', { requestParameters: null, resources: null }, []],
    ['wrong types', { requestParameters: 'text', resources: 5 }, ['resource 5']],
  ];
  for (const [what, fields, expected] of table) {
    it(`reads ${what}`, () => {
      assert.deepEqual(resourcesOf(fields), expected);
    });
  }
});
