import { window } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { removeSource as removeFromSettings } from '../configuration';
import type { CommandFactory } from './command';
import { getRoot } from './target';

export const removeSource: CommandFactory = (services) => async (arg) => {
  const root = await getRoot(services, arg, 'Remove Source');
  const remove = 'Remove';
  const detail = `${toDisplayText(root.location)}\n\nOnly the entry in the settings goes. The logs stay where they are.`;
  const message = `Remove “${toDisplayText(root.label)}” from Trailcase?`;
  if ((await window.showWarningMessage(message, { modal: true, detail }, remove)) !== remove) return;
  await removeFromSettings(root.config);
};
