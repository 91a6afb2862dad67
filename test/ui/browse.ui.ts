import { openContainer, treeItem } from './support/tree';
import { screenshot, useWorkbench } from './support/workbench';

describe('browsing the demo case', () => {
  const workbench = useWorkbench();

  it('shows the configured source in its own view', async () => {
    await openContainer(workbench(), 'Trailcase');
    await treeItem(workbench(), 'Demo case').waitFor();
    await screenshot(workbench(), '1-source');
  });
});
