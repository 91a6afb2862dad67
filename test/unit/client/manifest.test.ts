import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { commandIds } from '../../../src/client/commands/commandIds';
import * as lensCommands from '../../../src/protocol/commands';
import { readManifest, rootFolder } from './manifest';

const { contributes, capabilities } = readManifest();
const known: readonly string[] = commandIds;

describe('package.json', () => {
  it('names exactly the commands of the table', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...commandIds].sort());
  });

  it('puts every command into the category Trailcase', () => {
    assert.deepEqual(new Set(contributes.commands.map(({ category }) => category)), new Set(['Trailcase']));
  });

  it('keeps each command in a file of its own name, which the table imports', () => {
    const folder = path.join(rootFolder, 'src/client/commands');
    const table = fs.readFileSync(path.join(folder, 'commandTable.ts'), 'utf8');
    for (const id of commandIds) {
      const name = id.slice('trailcase.'.length);
      assert.ok(fs.existsSync(path.join(folder, `${name}.ts`)), id);
      assert.ok(table.includes(`'${id}': ${name},`), id);
    }
  });

  it('knows the commands that the server puts into CodeLenses', () => {
    for (const command of Object.values(lensCommands)) assert.ok(known.includes(command), command);
  });

  it('refers to no command that does not exist', () => {
    const fromMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const fromKeys = contributes.keybindings.map(({ command }) => command);
    const texts = [
      ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)),
    ];
    const fromTexts = texts.flatMap((text) => [...text.matchAll(/command:([\w.]+)/g)].map((match) => match[1]!));
    for (const command of [...fromMenus, ...fromKeys, ...fromTexts]) assert.ok(known.includes(command), command);
  });

  it('gives every button in a title bar or beside a node an icon', () => {
    const icons = new Map(contributes.commands.map(({ command, icon }) => [command, icon]));
    const buttons = Object.values(contributes.menus)
      .flat()
      .filter(({ group }) => group?.startsWith('inline') === true || group?.startsWith('navigation@') === true);
    const inTitles = [...contributes.menus['view/title']!, ...contributes.menus['editor/title']!];
    for (const item of buttons) {
      if (item.group?.startsWith('inline') === true || inTitles.includes(item))
        assert.ok(icons.get(item.command), item.command);
    }
  });

  it('shows node-only commands nowhere in the palette', () => {
    const hidden = contributes.menus['commandPalette']!.filter(({ when }) => when === 'false').map(
      ({ command }) => command,
    );
    assert.deepEqual(hidden.sort(), [
      'trailcase.copyFinding',
      'trailcase.loadMore',
      'trailcase.loadMoreResults',
      'trailcase.open',
      'trailcase.openDigestLog',
      'trailcase.openHit',
      'trailcase.openPage',
      'trailcase.peekOccurrences',
      'trailcase.refreshCoverage',
      'trailcase.retry',
    ]);
  });

  it('takes no setting that matters from an untrusted workspace', () => {
    const settings = Object.keys(contributes.configuration.properties).filter(
      (name) => name !== 'trailcase.trace.server',
    );
    assert.deepEqual([...capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), settings.sort());
  });

  it('opens the log editor for files on disk only', () => {
    for (const { filenamePattern } of contributes.customEditors[0]!.selector) {
      assert.match(filenamePattern, /^(file|vscode-remote):\/\*\*\//);
    }
  });

  it('has the walkthrough pages that it names', () => {
    for (const { media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      assert.ok(fs.existsSync(path.join(rootFolder, media.markdown)), media.markdown);
    }
  });
});
