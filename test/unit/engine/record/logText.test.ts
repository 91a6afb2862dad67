import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readLogText } from '../../../../src/engine/record/logText';
import { compactText } from '../../../../src/engine/record/compactText';
import { cell, readCell } from '../../../../src/engine/record/tape';
import { toTokens } from '../../../support/jsonTokens';
import { newLogText, newRecord, readText, shownText, testLimits } from '../../../support/logFixture';

const sound = newLogText(newRecord(), newRecord({ eventName: 'PutObject' }), newRecord());

function kinds(text: string): string[] {
  return readText(text).problems.map((problem) => problem.kind);
}

describe('readLogText', () => {
  it('indents like JSON.stringify does', () => {
    assert.equal(shownText(readText(sound)), JSON.stringify(JSON.parse(sound), undefined, 2));
  });

  it('keeps spellings, order, duplicates and escapes', () => {
    const odd =
      '{"Records":[{"eventVersion":"1.08","eventName":"X","big":12345678901234567890,"float":791.0,"exp":8.82145e-05,' +
      '"__proto__":{"polluted":true},"twice":1,"twice":2,"":"empty","esc":"\\u00e9\\/\\ud800","deep":[[],{},[{}]],"no":-0}]}';
    const log = readText(odd);
    assert.deepEqual(toTokens(shownText(log)), toTokens(odd));
    assert.equal(log.records.length, 1);
    assert.deepEqual(log.problems, []);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('shows the same text for every white space the log may have', () => {
    const expected = shownText(readText(sound));
    for (const text of [JSON.stringify(JSON.parse(sound), undefined, '\t'), ` \r\n${sound}\r\n\n`]) {
      assert.equal(shownText(readText(text)), expected);
    }
  });

  it('counts lines as an editor does', () => {
    const log = readText(newLogText(newRecord({ note: 'ä€🤖' })));
    const lines = shownText(log).split('\n');
    assert.equal(log.lineStarts.length, lines.length);
    for (const [line, start] of log.lineStarts.entries()) {
      const end = log.lineStarts[line + 1] ?? log.bytes.length + 1;
      assert.equal(Buffer.from(log.bytes.subarray(start, end - 1)).toString(), lines[line]);
    }
  });

  const damaged: readonly (readonly [name: string, text: string, records: number, kinds: readonly string[]])[] = [
    ['a cut in a later record', sound.slice(0, sound.length - 40), 2, ['truncated']],
    ['a cut in a string', sound.slice(0, sound.lastIndexOf('AKIA') + 3), 2, ['truncated']],
    ['a trailing comma', sound.replace(/\]\}$/, ',]}'), 3, ['trailingComma']],
    ['text behind the document', `${sound}\nEOF-- uploaded by script`, 3, ['trailingText']],
    ['NUL padding', `${sound}${'\0'.repeat(20)}`, 3, ['nulBytes']],
    ['damage inside a record', sound.replace('PutObject"', 'PutObject" oops'), 2, ['syntax']],
    [
      'a bad line among lines',
      `${JSON.stringify(newRecord())}\n{"eventVersion" broken\n${JSON.stringify(newRecord())}`,
      2,
      ['syntax'],
    ],
    ['words that are no literals', '{"Records":[{"eventVersion":"1","x":NaN}]}', 0, ['syntax']],
    ['no JSON at all', 'hello world', 0, ['trailingText']],
    ['a raw line end in a string', '{"Records":[{"eventVersion":"1","x":"a\nb"}]}', 1, ['controlCharacter']],
    ['a lone bracket', '[', 0, ['truncated']],
  ];
  for (const [name, text, records, expected] of damaged) {
    it(`reads around ${name}`, () => {
      const log = readText(text);
      assert.equal(log.records.length, records);
      assert.deepEqual([...new Set(log.problems.map((problem) => problem.kind))], expected);
      const withoutNul = text.replaceAll('\0', '');
      assert.equal(shownText(log).replace(/\s/g, ''), withoutNul.replace(/\s/g, ''), 'no character is lost');
    });
  }

  it('has a tape that only goes forward, whatever the input', () => {
    for (const text of [
      '{"Records":[]}"',
      '"abc',
      '[1,"x',
      '{"a":"x',
      '{"Records":[{"eventVersion":"1"},"x',
      `[${sound},"abc`,
      '[[[["',
    ]) {
      const { tape, bytes } = readText(text);
      for (let value = 0; value < tape.length; value++) {
        assert.ok(readCell(tape, value, cell.next) > value, text);
        assert.ok(readCell(tape, value, cell.end) > readCell(tape, value, cell.start), text);
        assert.ok(readCell(tape, value, cell.end) <= bytes.length, text);
      }
    }
  });

  it('finds each record once in an export that is cut inside of one', () => {
    const event = { EventId: '1', CloudTrailEvent: JSON.stringify(newRecord()) };
    const whole = JSON.stringify({ Events: [event, event, event] });
    assert.equal(readText(whole.slice(0, -80)).records.length, 2);
    const cutLines = `${JSON.stringify(event)}\n${JSON.stringify(event)}\n${JSON.stringify(event).slice(0, -80)}`;
    assert.equal(readText(cutLines).records.length, 2);
  });

  it('tells every error, also behind a sound document', () => {
    const text = `{"eventVersion" oops\n${JSON.stringify(newRecord())}\nEVIL TRAILING TEXT`;
    assert.deepEqual(kinds(text), ['syntax', 'trailingText']);
  });

  it('says nothing of brackets and commas that damage has torn from their container', () => {
    const torn = `{"Records":[{"eventVersion":"1","x":oops},${JSON.stringify(newRecord())},${JSON.stringify(newRecord())}]}`;
    const log = readText(torn);
    assert.deepEqual(
      log.problems.map((problem) => problem.kind),
      ['syntax'],
    );
    assert.equal(log.records.length, 2);
  });

  it('counts a carriage return before a record as one line end', () => {
    const log = readText('[x\r{"eventVersion":"1","eventName":"A"}');
    assert.equal(log.lineStarts.length, shownText(log).split(/\r\n|\r|\n/).length);
  });

  for (const [what, text] of [
    ['digits on lines of their own', '1\n'.repeat(300_000)],
    ['brackets that never fit', '[x\n'.repeat(300_000)],
    ['the beginning of records', '{"eventVersion"'.repeat(100_000)],
    ['NUL bytes between spaces', '\0 '.repeat(300_000)],
    ['trailing commas', '[1,]\n'.repeat(100_000)],
  ] as const) {
    // Each of these took minutes where the time grew with the square of the size: mocha's own limit would end it.
    it(`reads ${what} in one pass, and keeps the list of problems short`, () => {
      const log = readLogText(Buffer.from(text), testLimits);
      assert.ok(log.problems.length <= 1001, `${log.problems.length} problems`);
      assert.ok(log.lineStarts.length > 0);
    });
  }

  it('stops where values would take more memory than they are worth', () => {
    const log = readLogText(Buffer.from(`[${'1,'.repeat(1_200_000)}1]`), {
      ...testLimits,
      maxLogBytes: 16 * 1024 * 1024,
    });
    assert.ok(log.tape.length <= 1024 * 1024);
    assert.ok(log.problems.some((problem) => problem.kind === 'tooLarge'));
  });

  it('leaves NULs, a byte order mark and CSV alone in a text that an editor holds', () => {
    for (const text of [`\ufeff${sound}`, `${sound}\0\0`, 'eventName,eventTime\na,b\n']) {
      assert.equal(shownText(readLogText(Buffer.from(text), { ...testLimits, reindents: false })), text);
    }
  });

  it('keeps half a surrogate pair in a string as it is spelled', () => {
    const wrapped =
      `{"Events":[{"CloudTrailEvent":"{\\"eventVersion\\":\\"1\\",\\"eventName\\":\\"\ud800\\"}"}]}`.replace(
        '\ud800',
        '\\ud800',
      );
    assert.ok(shownText(readText(wrapped)).includes('\\ud800'));
  });

  it('says that UTF-16 was cut in the middle of a character', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(sound, 'utf16le').subarray(0, -1)]);
    const problems = readLogText(utf16, testLimits).problems.filter((problem) => problem.kind === 'encoding');
    assert.equal(problems[0]?.severity, 'error');
  });

  it('loses no row behind a quote that never closes', () => {
    const log = readText('eventName,eventTime\na,"b\nc,d\ne,f\n');
    const rows = JSON.parse(shownText(log)) as Record<string, string>[];
    assert.deepEqual(rows, [
      { 'unreadable row': 'a,"b' },
      { eventName: 'c', eventTime: 'd' },
      { eventName: 'e', eventTime: 'f' },
    ]);
    assert.ok(log.problems.some((problem) => problem.kind === 'csv' && problem.severity === 'error'));
  });

  it('points at the place where a log stops', () => {
    const log = readText(sound.slice(0, sound.length - 40));
    const [problem] = log.problems;
    assert.equal(problem!.severity, 'error');
    assert.ok(problem!.offset > log.bytes.length - 120, 'near the end');
  });

  it('loses no character and no whole record at any cut of a log', () => {
    const text = newLogText(newRecord(), newRecord());
    const firstEnd = text.indexOf('},{"eventVersion') + 1;
    for (let length = 1; length < text.length; length++) {
      const log = readLogText(Buffer.from(text.slice(0, length)), testLimits);
      assert.equal(shownText(log).replace(/\s/g, ''), text.slice(0, length).replace(/\s/g, ''), `cut at ${length}`);
      assert.equal(log.records.length, length < firstEnd ? 0 : length < text.length - 2 ? 1 : 2, `cut at ${length}`);
      assert.ok(log.problems.length > 0, `cut at ${length}`);
    }
  });

  it('does not let nesting make the text grow without bound', () => {
    const depth = 20_000;
    const log = readText(`{"Records":[{"eventVersion":"1","x":${'['.repeat(depth)}${']'.repeat(depth)}}]}`);
    assert.equal(log.records.length, 1);
    assert.ok(log.bytes.length < depth * 2 * 90);
  });

  it('leaves the white space of a text that an editor holds', () => {
    const text = `{ "Records" : [\t${JSON.stringify(newRecord())},\r\n  ${JSON.stringify(newRecord())} ] }\n`;
    const log = readLogText(Buffer.from(text), { ...testLimits, reindents: false });
    assert.equal(shownText(log), text);
    assert.equal(log.records.length, 2);
  });

  it('expands records inside strings, and only in wrappings', () => {
    const record = newRecord({ requestParameters: { message: JSON.stringify(newRecord()) } });
    const wrapped = JSON.stringify({ Events: [{ EventId: '1', CloudTrailEvent: JSON.stringify(record) }] });
    const log = readText(wrapped);
    assert.equal(log.records.length, 1);
    assert.deepEqual(
      log.problems.map((problem) => problem.kind),
      ['expanded'],
    );
    assert.deepEqual(JSON.parse(shownText(log)), { Events: [{ EventId: '1', CloudTrailEvent: record }] });
    const plain = newLogText(record);
    assert.deepEqual(toTokens(shownText(readText(plain))), toTokens(plain), 'a record’s own strings stay strings');
  });

  it('reports entries of Records that are no records', () => {
    assert.deepEqual(kinds('{"Records":[null,5,{},{"eventVersion":"1.08","eventName":"X"}]}'), [
      'notARecord',
      'notARecord',
      'notARecord',
    ]);
  });

  it('says that a log is empty: an emptied object is a sign', () => {
    for (const stored of [new Uint8Array(0), gzipSync('')]) {
      assert.deepEqual(
        readLogText(stored, testLimits).problems.map((problem) => problem.kind),
        ['empty'],
      );
    }
  });

  it('knows a digest file', () => {
    const log = readText('{"awsAccountId":"111122223333","digestStartTime":"2026-01-15T10:00:00Z","logFiles":[]}');
    assert.equal(log.isDigest, true);
    assert.equal(log.records.length, 0);
  });

  it('reads CSV exports under CloudTrail’s names', () => {
    const csv =
      'eventversion,useridentity,eventtime,eventname,requestparameters\n' +
      '1.08,"{type=IAMUser, arn=arn:aws:iam::111122223333:user/bob, username=bob, sessioncontext=null}",2026-01-15T10:00:00Z,PutObject,"{""bucketName"":""b""}"\n';
    const log = readText(csv);
    assert.equal(log.records.length, 1);
    assert.deepEqual(JSON.parse(shownText(log)), [
      {
        eventVersion: '1.08',
        userIdentity: {
          type: 'IAMUser',
          arn: 'arn:aws:iam::111122223333:user/bob',
          userName: 'bob',
          sessionContext: null,
        },
        eventTime: '2026-01-15T10:00:00Z',
        eventName: 'PutObject',
        requestParameters: { bucketName: 'b' },
      },
    ]);
  });
});

describe('compactText', () => {
  it('gives a record back on one line, token by token', () => {
    const record = '{"eventVersion":"1.08","a":"x y\\" z","n":1.0,"list":[1,{"b":"\\\\"}]}';
    const log = readText(`{"Records":[${record}]}`);
    assert.equal(Buffer.from(compactText(log, log.records[0]!)).toString(), record);
  });
});
