import assert from 'node:assert/strict';
import { provideCodeLenses, resolveCodeLens, type CodeLensData } from '../../../../src/server/features/codeLens';
import { provideDiagnostics } from '../../../../src/server/features/diagnostics';
import { provideHover } from '../../../../src/server/features/hover';
import { findOccurrences, provideReferences } from '../../../../src/server/features/references';
import { provideDocumentSymbols, provideFoldingRanges } from '../../../../src/server/features/symbols';
import { RecordFields } from '../../../../src/engine/record/recordFields';
import { toLocation, type ShownLog } from '../../../../src/server/features/shownLog';
import { newLogText, newRecord, readText, shownText, toShownLog } from '../../../support/logFixture';

const bob = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob', accountId: '111122223333', userName: 'bob' };
const log = readText(
  newLogText(
    newRecord(),
    newRecord({
      userIdentity: bob,
      eventTime: '2026-01-15T11:00:00Z',
      eventName: 'PutObject',
      errorCode: 'AccessDenied',
    }),
    newRecord({ eventTime: '2026-01-15T09:00:00Z', requestParameters: { roleName: 'Admin' } }),
  ),
);
const shown = toShownLog(log);
const lines = shownText(log).split('\n');

/** Position of the nth occurrence of a text, a few characters in. */
function positionOf(text: string, nth = 0, of: readonly string[] = lines): { line: number; character: number } {
  const found = of.flatMap((line, index) => (line.includes(text) ? [index] : []))[nth];
  assert.ok(found !== undefined, `${text} stands in the log`);
  return { line: found, character: of[found]!.indexOf(text) + 2 };
}

function hoverText(at: ShownLog, position: { line: number; character: number }): string | undefined {
  const contents = provideHover(at, position)?.contents;
  return contents === undefined ? undefined : (contents as { value: string }).value;
}

describe('code lenses', () => {
  const lenses = provideCodeLenses(shown);
  const titles = lenses.map((lens) => lens.command?.title);

  it('name who and what over every record', () => {
    assert.deepEqual(titles, [
      '$(person) alice (IAM user) · 2 records',
      '10:22:05 GetBucketAcl',
      '$(symbol-field) bucket invoices · 2 records',
      '$(pulse) Timeline',
      '$(person) bob (IAM user)',
      '11:00:00 PutObject ✗ AccessDenied',
      '$(symbol-field) bucket invoices · 2 records',
      '$(pulse) Timeline',
      '$(person) alice (IAM user) · 2 records',
      '09:00:00 GetBucketAcl',
      '$(symbol-field) role Admin',
      '$(pulse) Timeline',
    ]);
  });

  it('stand on the line where the record begins', () => {
    for (const lens of lenses) assert.equal(lines[lens.range.start.line], '    {');
  });

  it('lead to all records of the same principal or resource', () => {
    const namesOf = (found: ReturnType<typeof findOccurrences>): string[] =>
      found.map(({ range }) => lines[range.start.line]!.trim());
    const principal = findOccurrences(shown, { kind: 'principal', record: 0, index: 0 });
    assert.deepEqual(namesOf(principal), ['"eventName": "GetBucketAcl",', '"eventName": "GetBucketAcl",']);
    const resource = findOccurrences(shown, { kind: 'resource', record: 1, index: 0 });
    assert.deepEqual(namesOf(resource), ['"eventName": "GetBucketAcl",', '"eventName": "PutObject",']);
    const event = findOccurrences(shown, { kind: 'event', record: 0, index: 0 });
    assert.deepEqual(namesOf(event), ['"eventName": "GetBucketAcl",', '"eventName": "GetBucketAcl",']);
    assert.deepEqual(findOccurrences(shown, { kind: 'resource', record: 99, index: 0 }), []);
  });

  it('get their titles later where there are many, and then the same ones', () => {
    const many = toShownLog(readText(newLogText(...Array.from({ length: 150 }, () => newRecord()))));
    const titled = provideCodeLenses(many);
    const lazy = provideCodeLenses(many, 7);
    assert.equal(lazy.length, titled.length);
    assert.ok(lazy.filter((lens) => lens.command === undefined).length > 90);
    const resolved = lazy.map((lens) =>
      lens.command === undefined ? resolveCodeLens(many, lens, lens.data as CodeLensData) : lens,
    );
    assert.deepEqual(
      resolved.map((lens) => lens.command),
      titled.map((lens) => lens.command),
    );
    assert.equal((lazy.at(-1)?.data as CodeLensData).document, 7);
  });

  it('list the records around the one that was clicked, where there are too many', () => {
    const many = toShownLog(readText(newLogText(...Array.from({ length: 5000 }, () => newRecord()))));
    for (const record of [0, 2500, 4999]) {
      const found = findOccurrences(many, { kind: 'principal', record, index: 0 });
      assert.equal(found.length, 2000);
      const own = toLocation(many, new RecordFields(many.log, many.log.records[record]!).find('eventName')!);
      assert.ok(
        found.some((location) => location.range.start.line === own.range.start.line),
        `record ${record}`,
      );
    }
  });

  it('share one lens among many resources', () => {
    const resources = Array.from({ length: 20 }, (_, index) => ({ ARN: `arn:aws:s3:::b${index}` }));
    const crowded = toShownLog(readText(newLogText(newRecord({ requestParameters: null, resources }))));
    const crowdedTitles = provideCodeLenses(crowded).map((lens) => lens.command?.title);
    assert.equal(crowdedTitles.length, 10);
    const rest = findOccurrences(crowded, { kind: 'resource', record: 0, index: 6 });
    assert.equal(rest.length, 14, 'a click on it shows where the others are named');
    assert.equal(crowdedTitles.at(-2), '+ 14 more resources');
  });

  it('lead from page to page', () => {
    const limits = { maxBytes: 1200, maxLines: 1_000_000 };
    const pages = toShownLog(log, limits).pages.length;
    assert.equal(pages, 3);
    const titlesOf = (page: number) =>
      provideCodeLenses(toShownLog(log, limits, page)).map((lens) => lens.command?.title ?? '');
    assert.ok(
      titlesOf(1).some((title) => title.includes('Next page')) &&
        !titlesOf(1).some((title) => title.includes('Previous')),
    );
    assert.ok(titlesOf(2).some((title) => title.startsWith('Page 2 of 3 · records 2–2 of 3')));
    assert.ok(!titlesOf(3).some((title) => title.includes('Next page')));
    const second = provideCodeLenses(toShownLog(log, limits, 2)).filter((lens) => lens.command?.title.includes('bob'));
    assert.equal(second[0]?.range.start.line, 0, 'lines count from the page’s start');
    const elsewhere = findOccurrences(toShownLog(log, limits, 2), { kind: 'resource', record: 1, index: 0 });
    assert.deepEqual(
      elsewhere.map((location) => location.uri),
      ['cloudtrail://test/log.json.gz', 'cloudtrail://test/log.json.gz?page=2'],
    );
  });
});

describe('hover', () => {
  it('takes an ARN apart and counts it', () => {
    const text = hoverText(shown, positionOf('arn:aws:iam::111122223333:user/alice'));
    assert.ok(text !== undefined);
    for (const part of [
      '- Partition: `aws`',
      '- Account: `111122223333`',
      '- Resource type: `user`',
      '- Resource id: `alice`',
    ])
      assert.ok(text.includes(part), part);
    assert.ok(
      text.includes('In this log: 2 records, first `2026-01-15T09:00:00Z`, last `2026-01-15T10:22:05Z` (UTC)'),
      text,
    );
  });

  for (const [field, expected] of [
    ['AKIAIOSFODNN7EXAMPLE', 'long-term access key'],
    ['AIDAEXAMPLEEXAMPLE123', 'IAM user'],
    ['"userName": "bob', '- Principal: `bob`'],
    ['203.0.113.77', 'documentation range'],
    ['"accountId": "111122223333', 'AWS account'],
  ] as const) {
    it(`explains ${field}`, () => {
      const at = positionOf(field);
      const quote = lines[at.line]!.lastIndexOf('"', lines[at.line]!.length - 3);
      const text = hoverText(shown, { line: at.line, character: quote + 2 });
      assert.ok(text?.includes(expected), text ?? 'no hover');
    });
  }

  it('says nothing over names, numbers, brackets and white space', () => {
    for (const position of [
      { line: 0, character: 0 },
      { line: 3, character: 1 },
      positionOf('"eventVersion"'),
      { line: 9999, character: 0 },
    ]) {
      assert.equal(provideHover(shown, position), undefined);
    }
  });
});

describe('references', () => {
  it('find the same value anywhere in the log', () => {
    const at = positionOf('"bucketName": "invoices"');
    const found = provideReferences(shown, { line: at.line, character: lines[at.line]!.indexOf('invoices') + 1 });
    assert.deepEqual(
      found.map(({ range }) => lines[range.start.line]!.slice(range.start.character, range.end.character)),
      ['invoices', 'invoices'],
    );
  });
});

describe('outline and folding', () => {
  it('leads to the name of the event, which sticky headers then show', () => {
    const [symbol] = provideDocumentSymbols(shown);
    assert.match(lines[symbol!.selectionRange.start.line]!, /"eventName"/);
  });

  it('has one symbol a record: time, name, who and error', () => {
    assert.deepEqual(
      provideDocumentSymbols(shown).map(({ name, detail }) => `${name} | ${detail ?? ''}`),
      ['10:22:05 GetBucketAcl | alice', '11:00:00 PutObject | bob · ✗ AccessDenied', '09:00:00 GetBucketAcl | alice'],
    );
  });

  it('folds records and what is in them, never the line of the closing bracket', () => {
    const ranges = provideFoldingRanges(shown);
    const starts = ranges.map((range) => lines[range.startLine]!.trim());
    assert.equal(starts.filter((line) => line === '{').length, 4, 'the document and three records');
    for (const { startLine, endLine } of ranges) {
      assert.match(lines[startLine]!, /[[{]$/);
      assert.match(lines[endLine + 1]!.trim(), /^[\]}]/);
    }
  });
});

describe('diagnostics', () => {
  it('stand where a broken log stops', () => {
    const text = newLogText(newRecord(), newRecord());
    const broken = readText(text.slice(0, -100));
    const [diagnostic] = provideDiagnostics(toShownLog(broken));
    const brokenLines = shownText(broken).split('\n');
    assert.ok(diagnostic!.range.start.line >= brokenLines.length - 3);
    assert.equal(diagnostic!.severity, 1);
    assert.match(diagnostic!.message, /cut off/);
  });

  it('are none for a sound log', () => {
    assert.deepEqual(provideDiagnostics(shown), []);
  });
});

describe('names that every object of JavaScript has', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
    it(`are but text: ${name}`, () => {
      const arn = `arn:aws:${name}:us-east-1:111122223333:x`;
      const odd = toShownLog(
        readText(
          newLogText(
            newRecord({
              userIdentity: { type: name, userName: name },
              requestParameters: { policyArn: arn, [`x${name}`]: name },
            }),
          ),
        ),
      );
      assert.match(provideCodeLenses(odd)[0]!.command!.title, new RegExp(name));
      assert.equal(provideDocumentSymbols(odd).length, 1);
      assert.doesNotThrow(() => provideHover(odd, positionOf('"arn:aws:', 0, shownText(odd.log).split('\n'))));
    });
  }
});

describe('hostile content', () => {
  const evil =
    'x`](command:workbench.action.terminal.new) <img src=x onerror=alert(1)> $(error) | \u202Egnp.exe \u200b\u0007 [a](http://x)\\|z ![p](http://x/p.png)';
  const hostile = toShownLog(
    readText(
      newLogText(
        newRecord({
          userIdentity: {
            type: 'IAMUser',
            arn: `arn:aws:iam::111122223333:user/${evil}`,
            userName: evil,
            accountId: '111122223333',
          },
          eventName: evil,
          errorCode: evil,
          eventTime: evil,
          resources: [{ ARN: `arn:aws:s3:::${evil}`, type: evil }],
        }),
      ),
    ),
  );

  it('cannot put icons or invisible characters into a CodeLens', () => {
    for (const lens of provideCodeLenses(hostile)) {
      const title = lens.command!.title.replace(/^\$\([a-z-]+\)/, '');
      assert.ok(!/(?<!\\)\$\(/.test(title), title);
      assert.ok(!/\p{Cf}|\p{Cc}/u.test(title), title);
      assert.match(lens.command!.command, /^trailcase\./);
      assert.ok(!JSON.stringify(lens.command!.arguments).includes('onerror'), 'arguments carry places, not content');
    }
  });

  it('cannot leave its code span in a hover', () => {
    const text = hoverText(hostile, positionOf('arn:aws:iam', 0, shownText(hostile.log).split('\n')))!;
    const outside = text.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    assert.ok(!/command:|<img|onerror|\]\(|\u202e/.test(outside), outside);
    assert.ok(!/\p{Cf}/u.test(text), 'no invisible characters');
    assert.ok(!/^\|/m.test(text), 'no table: a pipe would end its cell, code span or not');
  });

  it('cannot hide in the outline', () => {
    const [symbol] = provideDocumentSymbols(hostile);
    assert.ok(!/\p{Cf}|\p{Cc}/u.test(`${symbol!.name}${symbol!.detail ?? ''}`));
    assert.ok(symbol!.name.length <= 200 * 8);
  });
});
