import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { commandIds } from '../../../src/client/commands/commandIds';
import * as lensCommands from '../../../src/protocol/commands';
import { readManifest, rootFolder } from './manifest';

const { activationEvents, contributes, capabilities } = readManifest();
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
    for (const command of Object.values(lensCommands).flat()) assert.ok(known.includes(command), command);
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

  it('wakes the extension for every panel that the editor restores', () => {
    const folder = path.join(rootFolder, 'src/client');
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const texts = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
    const panels = texts.flatMap((text) => [...text.matchAll(/ViewType = '([\w.]+)'/g)].map((match) => match[1]!));
    const woken = activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
    assert.deepEqual(woken.sort(), panels.map((panel) => `onWebviewPanel:${panel}`).sort());
    assert.ok(panels.includes('trailcase.timeline'));
  });

  it('offers timelines, chains and dossiers wherever their subjects are shown', () => {
    const places = (command: string): readonly string[] =>
      Object.entries(contributes.menus)
        .filter(([, items]) => items.some((item) => item.command === command && item.when !== 'false'))
        .map(([menu]) => menu)
        .sort();
    const everywhere = ['editor/context', 'view/item/context', 'view/title'];
    assert.deepEqual(places('trailcase.showTimeline'), ['editor/context', 'editor/title', ...everywhere.slice(1)]);
    assert.deepEqual(places('trailcase.showRoleChain'), everywhere);
    assert.deepEqual(places('trailcase.showDossier'), everywhere);
    // In a log VS Code offers its own.
    assert.deepEqual(places('trailcase.showCallHierarchy'), ['view/item/context']);
    const onNodes = (contributes.menus['view/item/context'] ?? []).filter(
      ({ command }) => command === 'trailcase.showTimeline',
    );
    for (const node of ['source.s3', 'container.account.local', 'container.day.store']) {
      assert.ok(
        onNodes.some(({ when }) => matchesItem(when, 'trailcase.trails', node)),
        node,
      );
    }
    for (const node of ['result.hit', 'result.group', 'result.summary']) {
      assert.ok(
        onNodes.some(({ when }) => matchesItem(when, 'trailcase.results', node)),
        node,
      );
    }
    assert.ok(!onNodes.some(({ when }) => matchesItem(when, 'trailcase.results', 'result.unread')));
  });

  it('shows commands of a timeline only while one is in front', () => {
    const hasFocus = 'activeWebviewPanelId == trailcase.timeline';
    const ofTimeline = contributes.commands.filter(({ enablement }) => enablement === hasFocus);
    assert.deepEqual(ofTimeline.map(({ command }) => command.slice('trailcase.'.length)).sort(), [
      'exportTimeline',
      'resetTimeline',
      'toggleLocalTime',
      'zoomInTimeline',
      'zoomOutTimeline',
    ]);
    for (const { command } of ofTimeline) {
      const inPalette = contributes.menus['commandPalette']!.find((item) => item.command === command);
      assert.equal(inPalette?.when, hasFocus);
    }
  });

  it('gives no two commands the same key in the same place', () => {
    const keys = contributes.keybindings.map(({ key, when }) => `${key} ${when}`);
    assert.equal(new Set(keys).size, keys.length);
    const inLogs = contributes.keybindings.filter(({ when }) => when.includes('cloudtrail-log'));
    assert.equal(new Set(inLogs.map(({ key }) => key)).size, inLogs.length);
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

/** Whether a node with this `viewItem` shows the menu's item: of the conditions that package.json uses on nodes. */
function matchesItem(when: string | undefined, view: string, viewItem: string): boolean {
  return (when ?? '').split(' && ').every((condition) => {
    const [, name, operator, value = ''] = /^(view|viewItem) (==|=~) (.+)$/.exec(condition) ?? [];
    const actual = name === 'view' ? view : viewItem;
    if (operator === '==') return actual === value;
    return operator === '=~' && new RegExp(value.slice(1, -1)).test(actual);
  });
}
