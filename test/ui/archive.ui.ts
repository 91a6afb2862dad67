import { codeLens, editorLine, notification } from './support/editor';
import { chooseFromMenu, clickTreeItem, expandPath, expandTreeItem, openContainer, treeItem } from './support/tree';
import { screenshot, useWorkbench } from './support/workbench';

describe('browsing a bucket', () => {
  const workbench = useWorkbench();

  it('walks to a day and opens a log', async () => {
    await openContainer(workbench(), 'Trailcase');
    await expandPath(workbench(), ['Archive', '444455556666', 'us-east-1', '2026-01', '2026-01-13']);
    await clickTreeItem(workbench(), /(20|21|22|23):[0-4]\d UTC(?!.*archived)/, editorLine(workbench(), '"Records"'));
    await codeLens(workbench(), /\(.*(user|session|service|account)\)/).waitFor();
  });

  it('says that an archived log is archived', async () => {
    await treeItem(workbench(), /archived in Glacier/).waitFor();
    await screenshot(workbench(), '7-bucket');
  });

  it('puts a refused region in its place, with the reason and the way out', async () => {
    await expandTreeItem(workbench(), '444455556666');
    // Closed again, so that the other account is in sight.
    await treeItem(workbench(), '444455556666').locator('.monaco-tl-twistie').click();
    await expandPath(workbench(), ['111122223333', 'ap-southeast-2']);
    const problem = treeItem(workbench(), /Access denied: s3:ListBucket/);
    await problem.waitFor();
    await treeItem(workbench(), 'eu-west-1').waitFor();
    await problem.hover();
    await workbench().page.locator('.monaco-hover', { hasText: 'user/analyst' }).first().waitFor();
    await screenshot(workbench(), '8-refused');
    await chooseFromMenu(workbench(), /s3:ListBucket/, 'Copy Least-Privilege IAM Policy');
    await notification(workbench(), 'IAM policy for reading this source is on the clipboard').waitFor();
  });
});
