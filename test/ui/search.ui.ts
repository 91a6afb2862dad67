import assert from 'node:assert/strict';
import { codeLens, editorTab, notification, statusItem } from './support/editor';
import { pick, pickRow, quickInput, reloadWindow, runCommand } from './support/palette';
import { actUntil } from './support/retry';
import {
  answerDialog,
  clickPanelItem,
  expandPanelItem,
  openSearchBox,
  panelItem,
  quickTitle,
  resultTable,
  search,
  tableRow,
  typeQuery,
} from './support/search';
import { chooseFromMenu, openContainer, treeItem } from './support/tree';
import { screenshot, useWorkbench } from './support/workbench';

/** Of the intrusion that the demo case tells. */
const address = 'ip:203.0.113.0/24';
/** A whole record is selected. */
const selected = /^Ln \d+, Col \d+ \(\d{3,} selected\)$/;

describe('searching a trail', () => {
  const workbench = useWorkbench();

  it('offers to index what is not indexed, and then answers', async () => {
    await openContainer(workbench(), 'Trailcase');
    await treeItem(workbench(), 'Demo case').waitFor();
    await openSearchBox(workbench(), 'Demo case');
    await screenshot(workbench(), '17-search-box');
    await typeQuery(workbench(), 'eventName:CreateAccessKey');
    await workbench().page.keyboard.press('Enter');
    await answerDialog(workbench(), 'Nothing of Demo case is indexed yet.', 'Index…');
    await pick(workbench(), 'Everything');
    await pick(workbench(), 'All accounts and regions');
    await panelItem(workbench(), /^1 record, eventName:CreateAccessKey in Demo case/).waitFor();
    await panelItem(workbench(), /^Everything here was read/).waitFor();
  });

  it('opens the log at a record that was found, selected', async () => {
    await clickPanelItem(workbench(), /^CreateAccessKey, /, statusItem(workbench(), selected));
    await editorTab(workbench(), /444455556666_CloudTrail_us-east-1/).waitFor();
    await screenshot(workbench(), '18-hit');
  });

  it('mends a mistake by Enter, completes on demand, and runs by Enter', async () => {
    const { page } = workbench();
    await openSearchBox(workbench());
    await pickRow(workbench(), 'eventName:CreateAccessKey').waitFor();
    await quickInput(workbench()).fill('evntName:ConsoleL');
    await pickRow(workbench(), 'There is no field "evntName"').waitFor();
    await screenshot(workbench(), '19-mistake');
    await page.keyboard.press('Enter');
    await pickRow(workbench(), /ConsoleLogin\s*\d+ records/).waitFor();
    await screenshot(workbench(), '20-completions');
    assert.equal(await quickInput(workbench()).inputValue(), 'eventName:ConsoleL');
    const completion = pickRow(workbench(), /ConsoleLogin\s*\d+ records/).and(page.locator('.focused'));
    await actUntil(completion, () => page.keyboard.press('ArrowDown'));
    await actUntil(pickRow(workbench(), 'Records where eventName is ConsoleLogin'), () => page.keyboard.press('Enter'));
    await page.keyboard.press('Enter');
    await panelItem(workbench(), /^\d+ records, eventName:ConsoleLogin in Demo case/).waitFor();
  });

  it('groups what it found, and shows it as a table', async () => {
    await openSearchBox(workbench());
    await search(workbench(), address, /^\d+ records, ip:203.0.113.0\/24 in Demo case/);
    await runCommand(workbench(), 'Trailcase: Group Results By');
    await pick(workbench(), 'Principal');
    await expandPanelItem(workbench(), /^deploy-bot, \d+ records/);
    await panelItem(workbench(), /^GetCallerIdentity, at /).waitFor();
    await screenshot(workbench(), '21-groups');
    await runCommand(workbench(), 'Trailcase: Group Results By');
    await pick(workbench(), 'Day');
    await runCommand(workbench(), 'Trailcase: Open Results as Table');
    await tableRow(workbench(), 'GetCallerIdentity').waitFor();
    await expandPanelItem(workbench(), /^2026-01-14, \d+ records/);
    await panelItem(workbench(), /^GetCallerIdentity, /).waitFor();
    await screenshot(workbench(), '22-table');
  });

  it('sorts the table, copies from its menu, and opens a record by a double click', async () => {
    const { page } = workbench();
    const table = resultTable(workbench());
    const header = table.getByRole('columnheader', { name: 'eventName' });
    const sorted = table.locator('[role="columnheader"][aria-sort="ascending"]', { hasText: 'eventName' });
    await actUntil(sorted, () => header.click({ timeout: 2_000 }));
    const row = tableRow(workbench(), 'AssumeRole');
    await row.waitFor();
    const entry = page.getByRole('menuitem', { name: 'Copy Records as JSON Lines' });
    await actUntil(entry, () => row.click({ button: 'right', timeout: 2_000 }));
    await actUntil(table.getByText('1 record copied'), () => entry.click({ timeout: 2_000 }));
    await screenshot(workbench(), '23-copied');
    const log = editorTab(workbench(), /^(?!ip:).*_CloudTrail_/).and(page.locator('.active'));
    await actUntil(log, () => row.dblclick({ timeout: 2_000 }));
    await statusItem(workbench(), selected).waitFor();
  });

  it('brings the table back when the window is loaded anew', async () => {
    await actUntil(tableRow(workbench(), 'AssumeRole'), () => editorTab(workbench(), address).click());
    await reloadWindow(workbench());
    await tableRow(workbench(), 'AssumeRole').waitFor();
    const sorted = resultTable(workbench()).locator('[role="columnheader"][aria-sort="ascending"]');
    assert.match(await sorted.innerText(), /^eventName/);
  });

  it('offers the access keys that occur', async () => {
    const source = pickRow(workbench(), 'Demo case');
    await actUntil(quickTitle(workbench(), 'Find Access Key: Demo case'), async () => {
      // A window that was just loaded gives the keyboard to its table, which closes the list.
      if (!(await source.isVisible())) await runCommand(workbench(), 'Trailcase: Find Access Key');
      await source.click({ timeout: 2_000 });
    });
    await pickRow(workbench(), /AKIA\w+\s*\d+ records/).click();
    await panelItem(workbench(), /^\d+ records, "AKIA\w+" in Demo case/).waitFor();
  });

  it('runs SQL beside its editor, which keeps the keyboard', async () => {
    const { page } = workbench();
    await runCommand(workbench(), 'View: Close All Editors');
    await runCommand(workbench(), 'Trailcase: Open SQL Editor');
    await actUntil(statusItem(workbench(), /SQL$/), () => pickRow(workbench(), 'Demo case').click({ timeout: 2_000 }));
    await page.locator('.part.editor .monaco-editor.focused').waitFor();
    await codeLens(workbench(), 'Run').waitFor();
    await actUntil(editorTab(workbench(), 'SQL: Demo case'), () => page.keyboard.press('Control+Enter'));
    await tableRow(workbench(), 'AssumeRole').waitFor();
    assert.equal(await page.locator('.part.editor .monaco-editor.focused').count(), 1);
    await screenshot(workbench(), '24-sql');
    // Closing it later would ask whether to save it.
    await runCommand(workbench(), 'View: Revert and Close Editor');
    await editorTab(workbench(), /Untitled/).waitFor({ state: 'detached' });
  });

  it('shows the plan of a bucket with what would be missing, and then what is', async () => {
    const { page } = workbench();
    await openContainer(workbench(), 'Trailcase');
    await chooseFromMenu(workbench(), /^Source, Archive/, 'Index…');
    await pick(workbench(), 'Everything');
    await pick(workbench(), 'All accounts and regions');
    await page.locator('.monaco-dialog-box', { hasText: 'ap-southeast-2/: s3:ListBucket is denied' }).waitFor();
    await screenshot(workbench(), '25-plan');
    await answerDialog(workbench(), /Index [\d,]+ logs/, 'Index');
    const done = notification(workbench(), /Indexed Archive: .* 1 place could not be listed\./);
    await actUntil(panelItem(workbench(), /^Archive, Failed in part/), async () => {
      await done.getByRole('button', { name: 'Show Coverage' }).click({ timeout: 20_000 });
    });
    await expandPanelItem(workbench(), /^111122223333, Failed in part/);
    await panelItem(workbench(), /^ap-southeast-2, Failed in part, cannot be listed: s3:ListBucket/).waitFor();
    await screenshot(workbench(), '26-coverage');
    await panelItem(workbench(), /^Archive, /).click();
    await runCommand(workbench(), 'Trailcase: Show Unreadable Objects');
    await pickRow(workbench(), /archived \(DEEP_ARCHIVE\)/).waitFor();
    await screenshot(workbench(), '27-unreadable');
    await page.keyboard.press('Escape');
  });

  it('forgets an index, and offers to index again', async () => {
    await chooseFromMenu(workbench(), /^Source, Demo case/, 'Delete Index…');
    await answerDialog(workbench(), 'Delete the index of “Demo case”', 'Delete');
    await notification(workbench(), /The index of “Demo case” is gone: .* freed/).waitFor();
    await panelItem(workbench(), /^Demo case, Not indexed/).waitFor();
    await chooseFromMenu(workbench(), /^Source, Demo case/, 'Search Records…');
    await quickTitle(workbench(), 'Search Records: Demo case').waitFor();
    await workbench().page.keyboard.press('Enter');
    await answerDialog(workbench(), 'Nothing of Demo case is indexed yet.', 'Cancel');
  });
});
