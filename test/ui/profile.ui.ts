import * as fs from 'node:fs';
import { notification } from './support/editor';
import { pickRow } from './support/palette';
import { clickInlineButton, expandPath, openContainer, treeItem } from './support/tree';
import { changeSettings } from './support/userSettings';
import { screenshot, useWorkbench, type Workbench } from './support/workbench';

const setting = 'trailcase.sources';

interface Source {
  readonly name: string;
  readonly profile?: string;
}

function readSources({ run }: Workbench): readonly Source[] {
  const settings = JSON.parse(fs.readFileSync(run.settingsFile, 'utf8')) as Record<string, readonly Source[]>; // run.mjs wrote it
  return settings[setting] ?? [];
}

describe('choosing another profile', () => {
  // Before the workbench's own, which closes it.
  after(async () => {
    await changeSettings(workbench(), { [setting]: sources });
  });
  const workbench = useWorkbench();
  let sources: readonly Source[] = [];
  let archive: Source;

  before(() => {
    sources = readSources(workbench());
    archive = sources.find(({ name }) => name === 'Archive') ?? sources[0]!;
  });
  async function chooseDefaultChain(): Promise<void> {
    const row = pickRow(workbench(), 'Default credential chain');
    await clickInlineButton(workbench(), /No credentials/, 'Choose Profile…', row);
    await row.click();
  }

  it('does not make a source the same as another one', async () => {
    await changeSettings(workbench(), { [setting]: [archive, { ...archive, name: 'Lost', profile: 'gone' }] });
    await openContainer(workbench(), 'Trailcase');
    await expandPath(workbench(), ['Lost']);
    await chooseDefaultChain();
    const toast = notification(workbench(), /“Archive” reads this place without a profile already/);
    await toast.getByRole('button', { name: 'Show Log' }).hover();
    await treeItem(workbench(), 'Lost').waitFor();
    await screenshot(workbench(), '15-same-source');
  });

  it('lists again what could not be listed', async () => {
    await changeSettings(workbench(), { [setting]: [{ ...archive, name: 'Lost', profile: 'gone' }] });
    await openContainer(workbench(), 'Trailcase');
    await expandPath(workbench(), ['Lost']);
    await chooseDefaultChain();
    await treeItem(workbench(), '111122223333').waitFor();
    await screenshot(workbench(), '16-profile');
  });
});
