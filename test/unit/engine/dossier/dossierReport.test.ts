import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { CountedValues, KeyDossier } from '../../../../src/engine/dossier/dossier';
import { dossierFormats, writeDossier } from '../../../../src/engine/dossier/report/dossierReport';
import type { RecordRef, RoleChain } from '../../../../src/engine/session/session';

const time = Date.parse('2026-01-14T22:31:04Z');
const about = { generator: 'trailcase test', location: 's3://bucket/prefix' };
/** Session names, user agents and errors are written by whom is investigated. */
const hostile =
  '</script><script>alert(1)</script> <img src=x onerror=alert(1)> [a](command:x) | `b` \u202egnp\u202c \u001b[2J https://evil.example www.evil.example @team $(x)';

function newRef(eventName: string, eventId = `id-of-${eventName}`): RecordRef {
  return { eventId, eventName, time, account: '111122223333', key: 'AWSLogs/log.json.gz', ordinal: 4 };
}

function newValues(...values: readonly string[]): CountedValues {
  const counted = values.map((value) => ({
    value,
    records: 3,
    errors: 2,
    denied: 1,
    firstTime: time,
    lastTime: time,
    query: `agent:="${value}"`,
    samples: [newRef('ListUsers')],
  }));
  return { values: counted, total: counted.length + 7 };
}

const use = { records: 3, errors: 0, denied: 0, firstTime: time, lastTime: time, addresses: 1, regions: 1 };

function newNode(id: string, depth: number): RoleChain['nodes'][number] {
  return {
    id,
    kind: 'session',
    name: hostile,
    description: 'role session',
    arn: undefined,
    account: '111122223333',
    accessKeyIds: ['ASIAIOSFODNN7EXAMPLE'],
    roleArn: undefined,
    sessionName: undefined,
    creationTime: time,
    expirationTime: undefined,
    sourceIdentity: undefined,
    hasMfa: undefined,
    issuedTo: undefined,
    use,
    depth,
  };
}

const chain: RoleChain = {
  start: 'key:A',
  nodes: [newNode('key:A', 0), newNode('key:B', 1), newNode('user:C', -1)],
  edges: (['key:A', 'key:B'] as const).map((to) => ({
    from: to === 'key:A' ? 'user:C' : 'key:A',
    to,
    action: 'AssumeRole',
    time,
    join: 'inferred',
    reason: `the times agree with ${hostile}`,
    records: [newRef('AssumeRole', `issue-${to}`)],
    sourceAddress: '203.0.113.7',
    userAgent: hostile,
    region: 'us-east-1',
    sessionName: hostile,
    sourceIdentity: undefined,
    durationSeconds: 3600,
    mfaSerial: undefined,
    details: undefined,
  })),
  gaps: [{ nodeId: 'user:C', text: `Nothing says who made ${hostile}.` }],
  notes: [],
  cut: undefined,
  unreadDetails: [],
};

const dossier: KeyDossier = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  keyKind: 'access key of an IAM user or root',
  keys: ['AKIAIOSFODNN7EXAMPLE'],
  chain,
  records: 1234,
  errors: 3,
  denied: 2,
  firstUse: newRef('GetCallerIdentity'),
  lastUse: { ...newRef('StopLogging'), eventId: undefined },
  query: 'userIdentity.accessKeyId:="AKIAIOSFODNN7EXAMPLE"',
  addresses: newValues('203.0.113.7'),
  agents: newValues(hostile, ''),
  regions: newValues('us-east-1'),
  services: newValues('iam.amazonaws.com'),
  events: newValues('iam:CreateUser'),
  deniedThenAllowed: [
    {
      eventSource: 'iam.amazonaws.com',
      eventName: 'ListUsers',
      denied: 2,
      firstDenied: newRef('ListUsers', 'denied-1'),
      lastDenied: newRef('ListUsers', 'denied-2'),
      firstAllowed: newRef('ListUsers', 'allowed-1'),
      between: [newRef('AttachUserPolicy')],
      query: 'x',
    },
  ],
  data: [
    {
      service: 's3',
      store: hostile,
      reads: 40,
      writes: 1,
      bytesOut: 41_943_040,
      bytesIn: 0,
      withoutBytes: 1,
      query: 'x',
      samples: [newRef('GetObject')],
    },
  ],
  dataTotal: { reads: 40, writes: 1, bytesOut: 41_943_040, bytesIn: 0, withoutBytes: 1 },
  remnants: [
    {
      kind: 'user',
      name: `user ${hostile}`,
      text: `Created user ${hostile}.`,
      record: newRef('CreateUser'),
      revertedBy: undefined,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    },
    {
      kind: 'trustPolicy',
      name: 'trust policy of role audit',
      text: 'Changed who may assume role audit.',
      record: newRef('UpdateAssumeRolePolicy', 'trust-1'),
      revertedBy: newRef('UpdateAssumeRolePolicy', 'trust-2'),
      revertedHow: 'changed again',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    },
  ],
  loggingChanges: [{ ...newRef('StopLogging', 'stop-1'), errorCode: undefined, text: `StopLogging: ${hostile}` }],
  notSeen: [`1 original record could not be read: ${hostile} (1).`],
  coverage: { isComplete: false, text: 'Indexed: 2026-01-14 only in part.' },
};

describe('reports of dossiers', () => {
  for (const format of dossierFormats) {
    it(`${format} names every record, and shows hostile text as text`, () => {
      const text = writeDossier(format, dossier, about);
      for (const id of [
        'id-of-CreateUser',
        'trust-1',
        'trust-2',
        'stop-1',
        'issue-key:A',
        'issue-key:B',
        'denied-1',
        'allowed-1',
      ]) {
        assert.ok(text.includes(id), id);
      }
      for (const part of ['AKIAIOSFODNN7EXAMPLE', 'changed again', 'trailcase test', 's3://bucket/prefix']) {
        assert.ok(text.includes(part), part);
      }
      assert.ok(!['\u202e', '\u202c', '\u001b'].some((letter) => text.includes(letter)));
      const markup = format === 'html' || format === 'json' ? text.replace(/<script type="application\/json"/, '') : '';
      assert.doesNotMatch(markup, /<script|<img/i);
      assert.doesNotMatch(text, /still (there|active|exists)/i);
    });
  }

  it('says in one sentence what it left behind', () => {
    const first = (remnants: KeyDossier['remnants'], more: Partial<KeyDossier> = {}): string | undefined =>
      writeDossier('text', { ...counted, loggingChanges: [], remnants, ...more }, about).split('\n')[1];
    const leftOut = { remnants: 5, loggingChanges: 7 };
    const counted = { ...dossier, keys: [dossier.accessKeyId, 'ASIAIOSFODNN7EXAMPLE'] };
    assert.equal(first([]), 'The logs show nothing that it made or changed and that outlives the session.');
    assert.equal(
      first(dossier.remnants.slice(1)),
      'Nothing that it is known to have left behind is without a later record that took it back or changed it.',
    );
    assert.equal(
      first(dossier.remnants, { leftOut }),
      'It left at least 1 thing behind that the logs do not show reverted; 7 calls changed logging or detection, or tried to.',
    );
    assert.match(first(dossier.remnants.slice(1), { leftOut }) ?? '', /^Nothing that is listed here is without/);
    assert.equal(
      first([], { keys: dossier.keys }),
      'The logs show nothing that it made or changed and that outlives the session. What was done with 1 key of sessions that were assumed with it is not counted.',
    );
  });

  it('says how much the lists leave out', () => {
    for (const format of ['text', 'markdown', 'html'] as const) {
      const text = writeDossier(format, { ...dossier, leftOut: { remnants: 2_345, loggingChanges: 678 } }, about);
      assert.match(text, /2,345 further things that it made or changed are not listed/);
      assert.match(text, /and 678 more/);
    }
  });

  it('text keeps every row on its line', () => {
    const text = writeDossier('text', dossier, about);
    assert.match(text, /^It left 1 thing behind that the logs do not show reverted; 1 call changed logging/m);
    assert.match(text, /^ {2}Last use +2026-01-14 22:31:04 UTC, StopLogging \(AWSLogs\/log\.json\.gz record 4\)$/m);
    assert.match(text, /inferred: the times agree/);
    assert.match(text, /40\.0 MB \(41,943,040 bytes\)/);
    assert.match(text, /\(none\)/);
    assert.match(text, /and 7 more/);
  });

  it('Markdown holds no link, mention or HTML of the log', () => {
    const text = writeDossier('markdown', dossier, about);
    const outside = text.replace(/(`+) ?.*? ?\1(?!`)/g, '');
    assert.doesNotMatch(outside, /[<>@[\]]/);
    assert.doesNotMatch(outside, /https?:\/\/|www\./);
    const widths = text.split('\n').filter((line) => line.startsWith('| '));
    assert.ok(widths.length > 20);
    assert.ok(widths.every((line) => line.endsWith(' |')));
  });

  it('HTML allows its own style and nothing else, and carries the JSON', () => {
    const html = writeDossier('html', dossier, about);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    assert.match(policy, /^default-src &#39;none&#39;/);
    assert.ok(policy.includes(`style-src &#39;sha256-${hash}&#39;`));
    assert.doesNotMatch(html, / style="| on[a-z]+="|https?:\/\/(?!evil)/);
    const [, data = ''] = /id="data">\n([^]*?)<\/script>/.exec(html) ?? [];
    assert.equal(data, writeDossier('json', dossier, about));
  });

  it('JSON says times as ISO texts, and all that the dossier has', () => {
    const json = JSON.parse(writeDossier('json', dossier, about)) as Record<string, unknown>;
    assert.deepEqual(Object.keys(json), ['generator', 'location', ...Object.keys(dossier)]);
    assert.deepEqual(json['firstUse'], { ...dossier.firstUse, time: '2026-01-14T22:31:04Z' });
    assert.deepEqual((json['dataTotal'] as { bytesOut: number }).bytesOut, 41_943_040);
  });

  it('says so where there is nothing', () => {
    const none = { values: [], total: 0 };
    const empty: KeyDossier = {
      ...dossier,
      chain: { ...chain, edges: [], gaps: [] },
      records: 0,
      firstUse: undefined,
      lastUse: undefined,
      addresses: none,
      agents: none,
      regions: none,
      services: none,
      events: none,
      deniedThenAllowed: [],
      data: [],
      dataTotal: { reads: 0, writes: 0, bytesOut: 0, bytesIn: 0, withoutBytes: 0 },
      remnants: [],
      loggingChanges: [],
    };
    for (const format of dossierFormats) assert.ok(writeDossier(format, empty, about).length > 500);
    assert.match(writeDossier('text', empty, about), /Nothing that was signed with this key is in the index\./);
  });
});
