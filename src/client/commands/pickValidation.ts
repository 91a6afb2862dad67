import { window } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError, UserError } from '../../base/errors';
import { toUtcText } from '../../base/time';
import type { ShownRun } from '../integrity/integrityTree';
import { toCountsText, toWindowText, verdictTitles } from '../integrity/validationText';
import type { CommandFactory } from './command';

const verdictIcons = { proven: 'pass', wrong: 'error', unproven: 'warning' } as const;

/** Another of the runs that are kept. */
export const pickValidation: CommandFactory = (services) => async () => {
  const { integrity } = services;
  const runs = await integrity.listRuns();
  if (runs.length === 0) {
    throw new UserError('invalidInput', 'Nothing was validated yet.', {
      nextStep: 'Validate a trail first (Trailcase: Validate Integrity).',
    });
  }
  const picked = await window.showQuickPick(runs.map(toItem), {
    title: 'Choose Validation Run',
    placeHolder: 'The last runs of every source are kept',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) throw newAbortError();
  integrity.show(picked.run);
  await integrity.focus();
};

function toItem(run: ShownRun): {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly run: ShownRun;
} {
  const { root, header } = run;
  const { verdict } = header;
  return {
    label: `$(${verdictIcons[verdict]}) ${verdictTitles[verdict]}: ${toWindowText(header.window)}`,
    description: toLabelText(root.label, 60),
    detail: `${toCountsText(header)} · validated ${toUtcText(header.startedTime).slice(0, 16)} UTC`,
    run,
  };
}
