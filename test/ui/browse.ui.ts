import assert from 'node:assert/strict';
import { clickCodeLens, codeLens, editorLine, editorTab, hoverText } from './support/editor';
import { answer, runCommand } from './support/palette';
import { clickTreeItem, expandPath, openContainer, treeItem } from './support/tree';
import { screenshot, useWorkbench } from './support/workbench';

/** The stolen key's first call, in the log delivered at this minute. */
const log = { day: '2026-01-14', time: /21:51 UTC/ };

describe('browsing the demo case', () => {
  const workbench = useWorkbench();

  it('walks from the source to a day', async () => {
    await openContainer(workbench(), 'Trailcase');
    await treeItem(workbench(), 'Demo case').waitFor();
    await screenshot(workbench(), '1-source');
    await expandPath(workbench(), ['Demo case', '111122223333', 'us-east-1', '2026-01', log.day]);
    await treeItem(workbench(), log.time).waitFor();
    await screenshot(workbench(), '2-day');
  });

  it('opens a log as text with a CodeLens over each record', async () => {
    await clickTreeItem(workbench(), log.time, editorLine(workbench(), '"Records"'));
    await codeLens(workbench(), /IAM user|role session|AWS service/).waitFor();
    await editorTab(workbench(), /111122223333_CloudTrail_us-east-1/).waitFor();
    await screenshot(workbench(), '3-log');
  });

  it('explains an ARN under the pointer', async () => {
    const text = await hoverText(workbench(), 'arn:aws');
    assert.match(text, /Partition/);
    assert.match(text, /In this log: \d+ record/);
    // The card fades in; the picture wants it whole.
    await workbench().page.waitForTimeout(500);
    await screenshot(workbench(), '4-hover');
  });

  it('peeks all records of a principal from its CodeLens', async () => {
    const peek = workbench().page.locator('.peekview-widget', { hasText: 'eventName' });
    await clickCodeLens(workbench(), /IAM user|role session|AWS service/, peek);
    await screenshot(workbench(), '5-peek');
    await workbench().page.keyboard.press('Escape');
  });

  it('goes to a day by its date from the palette', async () => {
    await treeItem(workbench(), 'us-east-1').click();
    await runCommand(workbench(), 'Trailcase: Go to Day');
    await answer(workbench(), '2026-01-13');
    await workbench().page.locator('.part.sidebar [aria-selected="true"]', { hasText: '2026-01-13' }).waitFor();
    await screenshot(workbench(), '6-go-to-day');
  });
});
