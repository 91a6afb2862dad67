import assert from 'node:assert/strict';
import { chainFormats, writeChain } from '../../../../../src/engine/session/report/chainReport';
import type { ChainNode, RoleChain } from '../../../../../src/engine/session/session';

const hostile = '<img src=x onerror=alert(1)> \u202e[x](http://evil.example) `|`\n# head';
const time = Date.parse('2026-01-15T10:22:05Z');

const node: ChainNode = {
  id: 'key:ASIAEXAMPLE',
  kind: 'session',
  name: hostile,
  description: 'role session',
  arn: `arn:aws:sts::111122223333:assumed-role/Deploy/${hostile}`,
  account: '111122223333',
  accessKeyIds: ['ASIAEXAMPLE'],
  roleArn: 'arn:aws:iam::111122223333:role/Deploy',
  sessionName: hostile,
  creationTime: time,
  expirationTime: time + 3_600_000,
  sourceIdentity: undefined,
  hasMfa: true,
  issuedTo: undefined,
  use: { records: 3, errors: 2, denied: 1, firstTime: time, lastTime: time, addresses: 1, regions: 1 },
  depth: 0,
};
const chain: RoleChain = {
  start: node.id,
  nodes: [{ ...node, id: 'user:arn', kind: 'user', name: 'alice', description: 'IAM user', depth: -1 }, node],
  edges: [
    {
      from: 'user:arn',
      to: node.id,
      action: 'AssumeRole',
      time,
      join: 'inferred',
      reason: 'Role, session name and time agree.',
      records: [
        {
          eventId: 'e-1',
          eventName: 'AssumeRole',
          time,
          account: '111122223333',
          key: 'AWSLogs/a.json.gz',
          ordinal: 3,
        },
      ],
      sourceAddress: '192.0.2.1',
      userAgent: hostile,
      region: 'us-east-1',
      sessionName: hostile,
      sourceIdentity: undefined,
      durationSeconds: 900,
      mfaSerial: undefined,
      details: undefined,
    },
  ],
  gaps: [
    {
      nodeId: node.id,
      text: 'Something is missing.',
      toIndex: { from: time, to: time + 1000, accounts: ['111122223333'] },
    },
  ],
  notes: ['The index has more sessions of <b>this</b> ARN.'],
  cut: 'It goes on beyond 20 hops.',
  unreadDetails: [{ eventId: 'e-1', reason: 'No credentials.' }],
};
const coverage = { isComplete: false, statement: 'Half of it is indexed.' };

describe('the report of a role chain', () => {
  for (const format of chainFormats) {
    it(`says everything as ${format}`, () => {
      const text = writeChain(format, chain, coverage).replaceAll('&#45;', '-').replaceAll('&#46;', '.');
      for (const words of [
        'e-1',
        'Half of it is indexed',
        'Something is missing',
        'inferred',
        '192.0.2.1',
        'No credentials',
        'beyond 20 hops',
      ]) {
        assert.ok(text.includes(words), `${format}: ${words}\n${text}`);
      }
      if (format !== 'json') assert.match(text, /2026-01-15 10:22:05 UTC/);
      assert.ok(text.endsWith('\n'));
    });
  }

  it('cannot be written in by a session’s name', () => {
    const html = writeChain('html', chain, coverage);
    assert.ok(!html.includes('<img') && !html.includes('\u202e'));
    const markdown = writeChain('markdown', chain, coverage);
    assert.ok(!markdown.includes('\u202e') && !/^# head/m.test(markdown));
    for (const line of markdown.split('\n').filter((one) => one.includes('<img'))) assert.match(line, /`/);
    const plain = writeChain('text', chain, coverage);
    assert.ok(!plain.includes('\u202e') && !/^# head/m.test(plain));
    const data = JSON.parse(writeChain('json', chain, coverage)) as RoleChain;
    assert.equal(data.nodes[1]?.name, hostile);
  });
});
