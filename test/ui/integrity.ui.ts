import assert from 'node:assert/strict';
import { codeLens, editorTab, notification } from './support/editor';
import { validateSource } from './support/integrity';
import { runCommand, pickRow } from './support/palette';
import { clickPanelItem, expandPanelItem, panelItem } from './support/search';
import { expandPath, openContainer, treeItem } from './support/tree';
import { screenshot, useWorkbench } from './support/workbench';

describe('validating the demo case', () => {
  const workbench = useWorkbench();

  it('says that nothing was validated, and how to begin', async () => {
    await openContainer(workbench(), 'Trailcase');
    await treeItem(workbench(), 'Demo case').waitFor();
    await runCommand(workbench(), 'Trailcase: Show Validation');
    await workbench().page.locator('.part.panel', { hasText: 'Nothing was validated yet' }).waitFor();
    await screenshot(workbench(), '30-integrity-empty');
  });

  it('tells the verdict and names what is wrong', async () => {
    await validateSource(workbench(), /^Source, Demo case/);
    await notification(workbench(), /Demo case: Wrong\./).waitFor();
    await panelItem(workbench(), /1 log was modified/).waitFor();
    await screenshot(workbench(), '31-verdict');
  });

  it('opens the modified log', async () => {
    await expandPanelItem(workbench(), /1 log was modified/);
    await screenshot(workbench(), '32-finding');
    await clickPanelItem(
      workbench(),
      /^444455556666_CloudTrail_us-east-1_20260114T2236Z/,
      editorTab(workbench(), /444455556666_CloudTrail_us-east-1_20260114T2236Z/),
    );
    await codeLens(workbench(), /modified/).waitFor();
    await screenshot(workbench(), '33-modified-log');
  });

  it('shows badges in the tree', async () => {
    await expandPath(workbench(), ['Demo case', '444455556666', 'us-east-1', '2026-01', '2026-01-14']);
    await treeItem(workbench(), /22:36 UTC/).scrollIntoViewIfNeeded();
    await screenshot(workbench(), '34-badges');
  });
});
