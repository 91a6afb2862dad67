import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { editorLine, editorTab, notification, statusItem } from './support/editor';
import { runCommand } from './support/palette';
import { clickTreeItem, collapseAll, expandPath, openContainer, treeItem } from './support/tree';
import { screenshot, useWorkbench, type Workbench } from './support/workbench';

/** A log of two pages, and a folder of more files than one listing has. */
function writeLargeFixtures({ run }: Workbench): void {
  const day = path.join(run.folder, 'AWSLogs/o-exampleorg1/777777777777/CloudTrail/us-east-1/2026/01/20');
  const record = { eventVersion: '1.11', eventTime: '2026-01-20T10:00:00Z', eventName: 'ListBuckets', numbers: [1, 2] };
  const text = JSON.stringify({ Records: Array.from({ length: 40_000 }, () => record) });
  fs.mkdirSync(day, { recursive: true });
  const name = '777777777777_CloudTrail_us-east-1_20260120T1000Z_ManyRecordsInOne.json.gz';
  fs.writeFileSync(path.join(day, name), gzipSync(text, { level: 1 }));
  const many = path.join(run.folder, 'many-notes');
  fs.mkdirSync(many, { recursive: true });
  for (let index = 0; index < 1020; index++) {
    fs.writeFileSync(path.join(many, `note-${String(index).padStart(4, '0')}.txt`), 'A note.\n');
  }
}

describe('opening what lies in a trail', () => {
  const workbench = useWorkbench();
  const focusedRow = '.part.sidebar .monaco-list.element-focused .monaco-list-row.focused';
  const focusedEditor = '.part.editor .monaco-editor.focused';

  before(() => {
    writeLargeFixtures(workbench());
  });

  it('keeps the keyboard in the tree at the first Enter, and takes it to the editor at the second', async () => {
    const { page } = workbench();
    await openContainer(workbench(), 'Trailcase');
    await expandPath(workbench(), ['Demo case', '111122223333', 'us-east-1', '2026-01']);
    await clickTreeItem(workbench(), '2026-01-14', treeItem(workbench(), /2026-01-14, \d+ files/));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await editorLine(workbench(), '"Records"').waitFor();
    await statusItem(workbench(), /^\d+ records?$/).waitFor();
    assert.equal(await page.locator(focusedRow).count(), 1);
    await page.waitForTimeout(700); // longer than a double click
    await page.keyboard.press('Enter');
    await page.locator(focusedEditor).waitFor();
    await screenshot(workbench(), '9-enter-twice');
  });

  it('tells raw texts apart by tab and status bar', async () => {
    await runCommand(workbench(), 'Trailcase: Open Raw');
    await editorTab(workbench(), /\[raw\] 111122223333_CloudTrail/).waitFor();
    await statusItem(workbench(), 'Raw text').waitFor();
    await screenshot(workbench(), '10-raw');
  });

  it('opens a note as text', async () => {
    await collapseAll(workbench());
    await expandPath(workbench(), ['Demo case']);
    await clickTreeItem(workbench(), 'CASE.md', editorTab(workbench(), /\[raw\] CASE\.md/));
    await statusItem(workbench(), 'Markdown').waitFor();
    await statusItem(workbench(), 'Raw text').waitFor();
    await screenshot(workbench(), '11-note');
  });

  it('names the page and its records', async () => {
    await expandPath(workbench(), ['777777777777']);
    await clickTreeItem(
      workbench(),
      /10:00 UTC/,
      statusItem(workbench(), /^Page 1 of \d · records 1–[\d,]+ of 40,000$/),
    );
    await runCommand(workbench(), 'Trailcase: Next Page of Records');
    await editorTab(workbench(), /\[page 2\] 777777777777_CloudTrail/).waitFor();
    await statusItem(workbench(), /^Page 2 of \d · records [\d,]+–[\d,]+ of 40,000$/).waitFor();
    await screenshot(workbench(), '12-page');
  });

  it('moves the keyboard to the first node that "Load more" brought', async () => {
    const { page } = workbench();
    await collapseAll(workbench());
    await expandPath(workbench(), ['Demo case']);
    await clickTreeItem(workbench(), 'many-notes', treeItem(workbench(), 'note-0000.txt'));
    await page.keyboard.press('End');
    for (
      let tries = 0;
      tries < 10 && (await page.locator(focusedRow, { hasText: 'Load more' }).count()) === 0;
      tries++
    ) {
      await page.keyboard.press('ArrowUp');
    }
    await page.keyboard.press('Enter');
    await page.locator(focusedRow, { hasText: 'note-1000.txt' }).waitFor();
    await screenshot(workbench(), '13-load-more');
  });

  it('says why an archived log does not open, with buttons', async () => {
    await collapseAll(workbench());
    await expandPath(workbench(), ['Archive', '444455556666', 'us-east-1', '2026-01', '2026-01-13']);
    const toast = notification(workbench(), /Archived: 444455556666_CloudTrail/);
    await clickTreeItem(workbench(), /archived in Glacier/, toast);
    await toast.getByRole('button', { name: 'Copy S3 URI' }).waitFor();
    await toast.getByRole('button', { name: 'Retry' }).hover();
    await screenshot(workbench(), '14-archived');
  });
});
