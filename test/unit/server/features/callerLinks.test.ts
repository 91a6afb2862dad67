import assert from 'node:assert/strict';
import type { CodeLens } from 'vscode-languageserver-types';
import { hoverCommands, showRoleChainCommand, showTimelineCommand } from '../../../../src/protocol/commands';
import { provideCodeLenses, resolveCodeLens, type CodeLensData } from '../../../../src/server/features/codeLens';
import { provideHover } from '../../../../src/server/features/hover';
import type { ShownLog } from '../../../../src/server/features/shownLog';
import { newLogText, newRecord, readText, shownText, toShownLog } from '../../../support/logFixture';
import { issuedKey, positionOf, sessionArn, sessionIdentity, shown, userKey } from './sessionLog';

function titleOf(lens: CodeLens): string {
  return lens.command?.title ?? '';
}

describe('lenses of callers', () => {
  const lenses = provideCodeLenses(shown);
  /** Of each record, the lenses that lead beyond the log. */
  const beyond = [0, 1, 2, 3, 4].map((record) =>
    lenses.filter(({ command }) => {
      const [params] = (command?.arguments ?? []) as [{ readonly record: number }];
      return params.record === record && command?.command !== 'trailcase.peekOccurrences';
    }),
  );

  it('lead to the timeline of everybody, and to the role chain of temporary credentials', () => {
    assert.deepEqual(
      beyond.map((found) => found.map(titleOf)),
      [['$(pulse) Timeline', '$(git-merge) Role chain'], ['$(pulse) Timeline'], ['$(pulse) Timeline'], [], []],
    );
  });

  it('carry places and no content', () => {
    const [timeline, chain] = beyond[0] ?? [];
    assert.equal(timeline?.command?.command, showTimelineCommand);
    assert.equal(chain?.command?.command, showRoleChainCommand);
    assert.deepEqual(timeline.command.arguments, [{ uri: shown.uri, record: 0, kind: 'principal', index: 0 }]);
  });

  it('stand behind the record’s own', () => {
    const titles = lenses.map(titleOf);
    assert.ok(titles.indexOf('$(pulse) Timeline') > titles.findIndex((title) => title.includes('AssumeRole')));
  });

  it('are as many before they have titles', () => {
    const records = Array.from({ length: 160 }, (_, index) =>
      newRecord(
        index % 3 === 0 ? { userIdentity: sessionIdentity } : index % 3 === 1 ? { userIdentity: undefined } : {},
      ),
    );
    const many = toShownLog(readText(newLogText(...records)));
    const titled = provideCodeLenses(many);
    const resolved = provideCodeLenses(many, 1).map((lens) =>
      lens.command === undefined ? resolveCodeLens(many, lens, lens.data as CodeLensData) : lens,
    );
    assert.deepEqual(
      resolved.map(({ command }) => command),
      titled.map(({ command }) => command),
    );
  });
});

describe('links of hovers', () => {
  function linksOf(text: string, of: ShownLog = shown): readonly string[] {
    const value = hoverText(of, positionOf(text));
    return [...value.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\?[^)\s]*\)/g)].map(([, title]) => title ?? '');
  }

  function hoverText(of: ShownLog, position: { line: number; character: number }, hasLinks = true): string {
    const contents = provideHover(of, position, { hasLinks })?.contents;
    assert.ok(typeof contents === 'object' && 'value' in contents);
    return contents.value;
  }

  for (const [what, text, expected] of [
    ['a key', userKey, ['Show Timeline', 'Show Role Chain', 'Access-Key Dossier']],
    ['an issued key', issuedKey, ['Show Timeline', 'Show Role Chain', 'Access-Key Dossier']],
    ['a principal', sessionArn, ['Show Timeline', 'Show Role Chain']],
    ['a resource', 'arn:aws:s3:::invoices', ['Show Timeline']],
    ['a resource’s name', '"bucketName": "invoices"', ['Show Timeline']],
    ['an address', '"sourceIPAddress": "203', ['Show Timeline']],
    ['an account', '"recipientAccountId": "4444', ['Show Timeline']],
  ] as const) {
    it(`are those that make sense for ${what}`, () => {
      assert.deepEqual(linksOf(text), expected);
    });
  }

  it('run nothing but the commands that are trusted, with the place as their argument', () => {
    const position = positionOf(userKey);
    const value = hoverText(shown, position);
    const links = [...value.matchAll(/\(command:([\w.]+)\?([^)\s]*)\)/g)];
    assert.deepEqual(
      links.map(([, command]) => command),
      hoverCommands,
    );
    for (const [, , argument = ''] of links) {
      assert.deepEqual(JSON.parse(decodeURIComponent(argument)), [{ uri: shown.uri, ...position }]);
    }
  });

  it('are left out for other clients, which cannot run them', () => {
    assert.ok(!hoverText(shown, positionOf(userKey), false).includes('command:'));
  });

  it('cannot be ended or added by what a log or its key says', () => {
    const evil = "x](command:workbench.action.terminal.new) `` [a](command:trailcase.showTimeline?[]) (y) _z_ *!~'";
    const log = readText(newLogText(newRecord({ sourceIPAddress: evil, requestParameters: { bucketName: evil } })));
    const hostile = { ...toShownLog(log), uri: `cloudtrail://test/${encodeURIComponent(evil)}` };
    const lines = shownText(log).split('\n');
    for (const name of ['"sourceIPAddress"', '"bucketName"']) {
      const line = lines.findIndex((text) => text.includes(name));
      const value = hoverText(hostile, { line, character: (lines[line] ?? '').indexOf(name) + 2 });
      // Code spans as Markdown reads them: a run of backticks up to the next run of the same length.
      const outside = value.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
      const commands = [...outside.matchAll(/command:/g)];
      assert.equal(commands.length, 1, outside);
      assert.match(outside, /\[Show Timeline\]\(command:trailcase\.showTimeline\?[\w%.-]+\)$/);
    }
  });
});
