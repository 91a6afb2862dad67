import { window } from 'vscode';
import { getShownRun } from '../integrity/integrityArgument';
import { toWindowText } from '../integrity/validationText';
import { toDisplayText } from '../../base/displayText';
import type { CommandFactory } from './command';

/** Forgets what one run found. */
export const deleteValidation: CommandFactory = (services) => async (arg) => {
  const { root, header } = await getShownRun(services, arg);
  const remove = 'Delete';
  const detail = 'Its findings and badges go from this machine. The logs are not touched, and reports stay.';
  const message = `Delete the validation of ${toDisplayText(root.label)}, ${toWindowText(header.window)}?`;
  if ((await window.showWarningMessage(message, { modal: true, detail }, remove)) !== remove) return;
  await services.server.ask('deleteValidation', { sourceId: root.sourceId, runId: header.runId });
  await services.integrity.refresh();
};
