import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  findInRecord,
  findLens,
  findRecord,
  indexAll,
  openLog,
  readSourceId,
  waitForTab,
  type DemoRecord,
} from './demoCase';

/** The demo case's planned work: who it was stands several roles away, in the other account. */
const isMigration = ({ eventName, userIdentity }: DemoRecord): boolean =>
  eventName === 'PutParameter' && userIdentity.arn?.includes('/orders-migration/') === true;
const isReboot = ({ eventName }: DemoRecord): boolean => eventName === 'RebootInstances';

type Item = vscode.CallHierarchyItem;

async function prepare(uri: vscode.Uri, position: vscode.Position): Promise<readonly Item[]> {
  return await vscode.commands.executeCommand<Item[]>('vscode.prepareCallHierarchy', uri, position);
}

/** Who issued it. */
async function callersOf(item: Item): Promise<readonly Item[]> {
  const calls = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
    'vscode.provideIncomingCalls',
    item,
  );
  return calls.map(({ from }) => from);
}

/** What it assumed. */
async function calleesOf(item: Item): Promise<readonly Item[]> {
  const calls = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
    'vscode.provideOutgoingCalls',
    item,
  );
  return calls.map(({ to }) => to);
}

/** From one to the next as long as there is one, itself first. */
async function walk(item: Item, next: (item: Item) => Promise<readonly Item[]>): Promise<readonly Item[]> {
  const items = [item];
  for (let at: Item | undefined = item; at !== undefined && items.length < 20;) {
    const found: readonly Item[] = await next(at);
    [at] = found;
    if (at !== undefined) items.push(at);
  }
  return items;
}

function assertNames(items: readonly Item[], names: readonly RegExp[]): void {
  const text = JSON.stringify(items.map(({ name, detail }) => [name, detail]));
  assert.equal(items.length, names.length, text);
  for (const [i, name] of names.entries()) assert.match(items[i]?.name ?? '', name, text);
}

const wayUp = [/orders-migration/, /shop-maintenance/, /operations/, /AWSReservedSSO_Administrator/, /lena\.park/];

describe('sessions', () => {
  const [file, record] = findRecord(isMigration);
  let document: vscode.TextDocument;
  let sourceId: string;

  before(async () => {
    ({ document } = await openLog(file));
    sourceId = await readSourceId();
    await indexAll(sourceId);
  });
  beforeEach(async () => {
    await openLog(file);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('walks the call hierarchy up to the person, and down again', async () => {
    const [start] = await prepare(document.uri, findInRecord(document, record.eventID, '"eventName"'));
    assert.ok(start);
    const up = await walk(start, callersOf);
    assertNames(up, wayUp);
    for (const { uri, range, detail } of up.slice(1)) {
      assert.equal(uri.scheme, 'cloudtrail');
      assert.match(detail ?? '', /2026-01-13 14:\d\d:\d\d/);
      const issuing = (await vscode.workspace.openTextDocument(uri)).getText(range);
      assert.match(issuing, /"eventName": "AssumeRole/, 'the item stands at the record that issued it');
    }
    const [, , , first] = up;
    assert.ok(first);
    assertNames(await walk(first, calleesOf), wayUp.slice(0, 4).reverse());
  });

  it('starts from the key under the cursor, too', async () => {
    const key = record.userIdentity.accessKeyId ?? '';
    const [start] = await prepare(document.uri, findInRecord(document, record.eventID, key));
    assert.ok(start);
    const [issuer] = await callersOf(start);
    assert.match(issuer?.name ?? '', /shop-maintenance/);
  });

  it('says where it had to infer', async () => {
    const [other, reboot] = findRecord(isReboot);
    const editor = await openLog(other);
    const [start] = await prepare(editor.document.uri, findInRecord(editor.document, reboot.eventID, '"eventName"'));
    assert.ok(start);
    const [issuer] = await callersOf(start);
    assert.match(issuer?.name ?? '', /ingrid\.holm/);
    assert.match(issuer?.detail ?? '', /inferred/);
  });

  it('opens the role chain from a lens', async () => {
    const { line } = findInRecord(document, record.eventID, '"accessKeyId"');
    const lens = await findLens(document.uri, 'trailcase.showRoleChain', line);
    await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[]));
    await waitForTab('trailcase.roleChain', 'Role chain of orders-migration / change-4711-orders');
  });

  it('opens the dossier of a key, and of what stands at a place', async () => {
    const key = record.userIdentity.accessKeyId ?? '';
    const { line, character } = findInRecord(document, record.eventID, key);
    await vscode.commands.executeCommand('trailcase.showDossier', { uri: document.uri.toString(), line, character });
    await waitForTab('trailcase.dossier', `Dossier: ${key}`);
    await vscode.commands.executeCommand('trailcase.showDossier', { sourceId, accessKeyId: 'AKIAESR5BGXJWVJTWGCT' });
    await waitForTab('trailcase.dossier', 'Dossier: AKIAESR5BGXJWVJTWGCT');
  });
});
