import * as fs from 'node:fs';
import { openWorkbench, type Workbench } from './workbench';

/**
 * Changes user settings (undefined removes one) and loads the window anew: a server's VS Code was not seen to notice
 * that the file has changed.
 */
export async function changeSettings(workbench: Workbench, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const file = workbench.run.settingsFile;
  const current = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>; // profile.mjs wrote it.
  fs.writeFileSync(file, JSON.stringify({ ...current, ...changes }, undefined, 2));
  await openWorkbench(workbench);
}
