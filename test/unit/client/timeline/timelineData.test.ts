import * as assert from 'node:assert/strict';
import { toRecordQueries } from '../../../../src/client/timeline/recordQueries';
import { isSameTimeline, parseSavedTimeline, toTimelineIdentity } from '../../../../src/client/timeline/savedTimeline';
import { parseTimelineSubject } from '../../../../src/client/timeline/storedSubject';
import {
  parseKeyArgument,
  parseSessionArgument,
  parseSubjectAtParams,
  parseTimelineArgument,
} from '../../../../src/client/timeline/subjectArguments';
import { toSubjectText, toTimelineTitle } from '../../../../src/client/timeline/subjectText';
import { toTimelineView } from '../../../../src/client/timeline/timelineView';
import type { TimelineSubject } from '../../../../src/engine/timeline/timeline';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { newGap, newOpened } from './newTimeline';

const identity = {
  subject: { kind: 'key', id: 'ASIAEXAMPLE000000001' },
  scope: { sourceId: 's', accounts: ['111122223333'], from: 1 },
  title: 'Timeline of key ASIAEXAMPLE000000001',
} as const;

describe('parseSavedTimeline', () => {
  it('reads what a timeline wrote', () => {
    const saved: unknown = JSON.parse(JSON.stringify({ identity, laneBy: 'service', split: 0.5, descending: true }));
    assert.deepEqual(parseSavedTimeline(saved), identity);
  });

  const broken: readonly unknown[] = [
    undefined,
    null,
    'x',
    [],
    {},
    { identity: null },
    { identity: { ...identity, subject: { kind: 'key' } } },
    { identity: { ...identity, subject: { kind: 'other', id: 'x' } } },
    { identity: { ...identity, scope: {} } },
    { identity: { ...identity, title: 7 } },
  ];
  for (const stored of broken) {
    it(`is not misled by ${JSON.stringify(stored)}`, () => {
      assert.equal(parseSavedTimeline(stored), undefined);
    });
  }
});

describe('isSameTimeline', () => {
  it('goes by subject and place, whatever the order of members and the title', () => {
    const { subject, scope } = identity;
    const other = {
      title: 'another',
      scope: { from: 1, accounts: scope.accounts, sourceId: 's' },
      subject: { id: subject.id, kind: 'key' },
    } as const;
    assert.ok(isSameTimeline(identity, other));
    const [one, two] = [identity, other].map((each) => toTimelineIdentity({ ...each, title: '' }));
    assert.equal(JSON.stringify(one), JSON.stringify(two));
    assert.ok(!isSameTimeline(identity, { ...other, scope: { sourceId: 's' } }));
    assert.ok(!isSameTimeline(identity, { ...other, subject: { kind: 'resource', id: subject.id } }));
  });
});

describe('parseTimelineSubject', () => {
  const subjects: readonly TimelineSubject[] = [
    { kind: 'principal', id: 'arn:aws:iam::111122223333:role/Admin' },
    { kind: 'account', id: '111122223333' },
    { kind: 'chain', keys: ['ASIAEXAMPLE000000001'], title: 'Admin' },
    {
      kind: 'chain',
      keys: [],
      title: 'Admin',
      eventIds: ['e'],
      sessions: [{ arn: 'a', creationTime: 5 }, { arn: 'b' }],
    },
    { kind: 'query', text: '' },
  ];
  for (const subject of subjects) {
    it(`takes ${subject.kind}`, () => {
      assert.deepEqual(parseTimelineSubject({ ...subject, more: 1 }), subject);
    });
  }

  for (const stored of [
    { kind: 'principal', id: '' },
    { kind: 'chain', keys: [], title: '' },
    { kind: 'chain', keys: [1], title: '' },
    { kind: 'chain', keys: [], title: '', eventIds: [1], sessions: [{ arn: '' }, null] },
  ]) {
    it(`refuses ${JSON.stringify(stored)}`, () => {
      assert.equal(parseTimelineSubject(stored), undefined);
    });
  }
});

describe('arguments of commands', () => {
  const uri = 'cloudtrail://s/AWSLogs/a.json.gz';

  it('takes places of hovers and lenses, and nothing else with them', () => {
    assert.deepEqual(parseSubjectAtParams({ uri, line: 3, character: 0, query: 'x' }), { uri, line: 3, character: 0 });
    const lens = { uri, record: 0, kind: 'principal', index: 0 };
    assert.deepEqual(parseSubjectAtParams(lens), lens);
  });

  const wrong: readonly unknown[] = [
    undefined,
    uri,
    { uri },
    { uri, line: 3 },
    { uri, line: -1, character: 0 },
    { uri, line: 0.5, character: 0 },
    { uri: { scheme: 'cloudtrail' }, line: 3, character: 0 },
    { uri, kind: 'principal' },
  ];
  for (const arg of wrong) {
    it(`takes no place from ${JSON.stringify(arg)}`, () => {
      assert.equal(parseSubjectAtParams(arg), undefined);
    });
  }

  it('takes subjects of a source', () => {
    const { subject } = identity;
    assert.deepEqual(parseTimelineArgument({ sourceId: 's', subject }), { sourceId: 's', subject });
    assert.deepEqual(parseSessionArgument({ sourceId: 's', subject }), { sourceId: 's', subject });
    assert.deepEqual(parseKeyArgument({ sourceId: 's', accessKeyId: 'K' }), { sourceId: 's', subject: 'K' });
    assert.equal(parseTimelineArgument({ subject }), undefined);
    assert.equal(parseSessionArgument({ sourceId: 's', subject: { kind: 'session' } }), undefined);
    assert.equal(parseKeyArgument({ sourceId: 's', accessKeyId: '' }), undefined);
  });
});

describe('toTimelineTitle', () => {
  const titles: readonly (readonly [TimelineSubject, string])[] = [
    [{ kind: 'principal', id: 'arn:aws:iam::111122223333:user/staff/alice' }, 'Timeline of alice'],
    [{ kind: 'principal', id: 'arn:aws:iam::111122223333:role/aws-reserved/Admin' }, 'Timeline of Admin'],
    [{ kind: 'principal', id: 'arn:aws:sts::111122223333:assumed-role/Admin/a@b' }, 'Timeline of Admin / a@b'],
    [{ kind: 'principal', id: 'arn:aws-cn:iam::111122223333:root' }, 'Timeline of root of 111122223333'],
    [{ kind: 'principal', id: 'ec2.amazonaws.com' }, 'Timeline of ec2.amazonaws.com'],
    [{ kind: 'key', id: 'AKIAEXAMPLE000000001' }, 'Timeline of key AKIAEXAMPLE000000001'],
    [{ kind: 'account', id: '111122223333' }, 'Timeline of account 111122223333'],
    [{ kind: 'chain', keys: ['K'], title: 'deploy' }, 'Timeline of deploy'],
    [{ kind: 'query', text: ' ' }, 'Timeline of every record'],
    [{ kind: 'resource', id: 'evil\u202eztekcub' }, 'Timeline of evil\\u{202e}ztekcub'],
  ];
  for (const [subject, title] of titles) {
    it(title, () => {
      assert.equal(toTimelineTitle(subject), title);
    });
  }

  it('tells a session from its role', () => {
    assert.equal(toSubjectText({ kind: 'principal', id: 'arn:aws:sts::1:assumed-role/A/b' }).kind, 'session');
    assert.equal(toSubjectText({ kind: 'principal', id: 'arn:aws:iam::1:role/A' }).kind, 'role');
  });
});

describe('toTimelineView', () => {
  const who = { subject: identity.subject, scope: { sourceId: 's' }, title: 't' };

  it('has nothing to add to a whole timeline', () => {
    const view = toTimelineView(who, newOpened('r'));
    assert.deepEqual(view.notes, []);
    assert.equal(view.summary.count, 12);
  });

  it('says all that its picture does not tell', () => {
    const opened = newOpened('r', { twins: 2, untimed: 1 });
    const cut = { ...opened, result: { ...opened.result, isWhole: false } };
    const texts = toTimelineView(who, cut).notes.map(({ text, isWarning }) => `${isWarning ? '! ' : ''}${text}`);
    assert.deepEqual(texts, [
      '! Not all: the search was stopped, or found more than is kept. There may be further records.',
      '! 1 record without a readable time: in the table, and in no picture.',
      '2 further records of the same actions in other accounts (same sharedEventID), counted once.',
    ]);
  });

  it('says that silence is not proven, with a way to prove it', () => {
    const opened = { ...newOpened('r'), notes: ['No digest file was validated for this time\u202e.'] };
    assert.deepEqual(toTimelineView(who, opened).notes, [
      {
        text: 'No digest file was validated for this time\\u{202e}.',
        isWarning: false,
        details: [],
        action: 'validate',
      },
    ]);
  });

  it('shows sentences without what reorders them', () => {
    const opened = { ...newOpened('r'), gaps: [newGap({ text: 'a\u202eb' })] };
    assert.equal(toTimelineView(who, opened).gaps[0]?.text, 'a\\u{202e}b');
  });
});

describe('toRecordQueries', () => {
  it('asks for what was signed first, in queries that the language takes', () => {
    const hostile = 'arn:aws:sts::1:assumed-role/A/"b" OR \\c';
    const queries = [
      ...toRecordQueries({ kind: 'key', id: 'ASIAEXAMPLE000000001' }),
      ...toRecordQueries({ kind: 'session', arn: hostile }),
      ...toRecordQueries({ kind: 'principal', arn: hostile }),
    ];
    assert.equal(queries[0], 'userIdentity.accessKeyId:"ASIAEXAMPLE000000001"');
    for (const query of queries) assert.deepEqual(parseQuery(query, { now: 0 }).errors, [], query);
  });
});
