import { window } from 'vscode';
import { newAbortError, UserError } from '../../base/errors';
import { getShownRun } from '../integrity/integrityArgument';
import type { ShownRun } from '../integrity/integrityTree';
import { validate, type Validation } from '../integrity/runValidation';
import { toPlaceScope } from '../integrity/validationScope';
import { toWindowText } from '../integrity/validationText';
import { toSourcePlace } from '../search/place';
import type { CommandFactory } from './command';
import { findRootById } from './target';

/** The same place and window as the run that is shown. */
export const validateAgain: CommandFactory = (services) => async (arg) => {
  const run = await getShownRun(services, arg);
  const root = await findRootById(services, run.root.sourceId);
  if (root === undefined) throw new UserError('notFound', 'The source of this run is no longer configured.');
  const isResuming = await askWhetherToResume(run);
  await validate(services, toValidation({ ...run, root }, isResuming));
};

async function askWhetherToResume({ header }: ShownRun): Promise<boolean> {
  const items = [
    {
      label: '$(history) Read what is new or changed',
      description: 'logs whose ETag is the same keep the hash that was computed',
      isResuming: true,
    },
    { label: '$(refresh) Read everything again', description: 'nothing is taken from earlier runs', isResuming: false },
  ];
  const title = `Validate Again: ${toWindowText(header.window)}`;
  const picked = await window.showQuickPick(items, { title, placeHolder: 'How', matchOnDescription: true });
  if (picked === undefined) throw newAbortError();
  return picked.isResuming;
}

function toValidation({ root, header }: ShownRun, isResuming: boolean): Validation {
  const { window: span, scope: validated } = header;
  const { prefix, accounts, regions, trail } = validated;
  const scope = toPlaceScope({
    sourceId: root.sourceId,
    prefix,
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    from: span.from,
    to: span.to,
  });
  const place = { root, scope, title: `${toSourcePlace(root).title}, ${toWindowText(span)}` };
  return { place, ...(trail === undefined ? {} : { trail }), isResuming };
}
