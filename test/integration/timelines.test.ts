import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  findInRecord,
  findLens,
  findRecord,
  indexAll,
  listTabs,
  openLog,
  readSourceId,
  toPlace,
  waitForTab,
} from './demoCase';
import { until } from './until';

const viewType = 'trailcase.timeline';
const showTimeline = 'trailcase.showTimeline';

/** The commands run as a user's would; what the panels show is proved by clicks. */
describe('timelines', () => {
  const [file, record] = findRecord(
    ({ eventName, userIdentity }) =>
      eventName === 'ListUsers' && userIdentity.arn?.endsWith('user/deploy-bot') === true,
  );
  const key = record.userIdentity.accessKeyId ?? '';
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
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens from a lens, whose arguments are a place and no text of the log', async () => {
    const { line } = findInRecord(document, record.eventID, '"accessKeyId"');
    const lens = await findLens(document.uri, showTimeline, line);
    const [params, ...others] = (lens.arguments ?? []) as readonly { readonly record?: unknown }[];
    assert.deepEqual(others, []);
    assert.equal(typeof params?.record, 'number');
    assert.deepEqual(params, { uri: document.uri.toString(), record: params?.record, kind: 'principal', index: 0 });
    await vscode.commands.executeCommand(showTimeline, params);
    await waitForTab(viewType, 'Timeline of deploy-bot');
  });

  it('opens from a link of a hover, and a hover may run nothing else', async () => {
    const position = findInRecord(document, record.eventID, key);
    const link = await until('a link to a timeline', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const parts = hovers.flatMap(({ contents }) => contents).filter((part) => part instanceof vscode.MarkdownString);
      const part = parts.find(({ value }) => value.includes('command:'));
      if (part === undefined) return undefined;
      assert.deepEqual(part.isTrusted, {
        enabledCommands: [showTimeline, 'trailcase.showRoleChain', 'trailcase.showDossier'],
      });
      assert.notEqual(part.supportHtml, true);
      return /\(command:trailcase\.showTimeline\?([^)]+)\)/.exec(part.value)?.[1];
    });
    const args = JSON.parse(decodeURIComponent(link)) as unknown[];
    assert.deepEqual(args, [{ uri: document.uri.toString(), line: position.line, character: position.character }]);
    await vscode.commands.executeCommand(showTimeline, ...args);
    await waitForTab(viewType, `Timeline of key ${key}`);
  });

  it('opens for a place of the trees, for a subject, and only once', async () => {
    await vscode.commands.executeCommand(showTimeline, toPlace(sourceId));
    await waitForTab(viewType, 'Timeline of Demo case');
    const subject = { kind: 'address', id: '203.0.113.77' };
    await vscode.commands.executeCommand(showTimeline, { sourceId, subject });
    await waitForTab(viewType, 'Timeline of 203.0.113.77');
    await vscode.commands.executeCommand(showTimeline, { sourceId, subject });
    assert.equal(listTabs(viewType).length, 2);
  });

  it('opens for the records of the table in front', async () => {
    const editor = await openLog(file);
    const position = findInRecord(document, record.eventID, key);
    editor.selection = new vscode.Selection(position, position);
    await vscode.commands.executeCommand('trailcase.findSelection');
    await vscode.commands.executeCommand('trailcase.openTable');
    const [title] = await until('a table', () => {
      const tabs = listTabs('trailcase.resultTable');
      return tabs.length > 0 ? tabs : undefined;
    });
    // As the button in the editor's title does.
    await vscode.commands.executeCommand(showTimeline, vscode.Uri.parse('webview-panel:table'));
    await waitForTab(viewType, `Timeline of ${title ?? ''}`);
  });

  it('opens nothing for what is no place and no subject', async () => {
    const nowhere = { uri: 'cloudtrail://file/etc/passwd', record: 0, kind: 'principal', index: 0 };
    await vscode.commands.executeCommand(showTimeline, nowhere);
    await vscode.commands.executeCommand(showTimeline, { ...nowhere, uri: 'javascript:alert(1)' });
    await vscode.commands.executeCommand(showTimeline, { sourceId: 'none-of-ours', subject: { kind: 'key', id: key } });
    assert.deepEqual(listTabs(viewType), []);
  });
});
