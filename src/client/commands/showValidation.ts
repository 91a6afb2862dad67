import { toDisplayText } from '../../base/displayText';
import { window } from 'vscode';
import { badgeWords } from '../integrity/badgeText';
import { toObjectName } from '../integrity/integrityText';
import { getObjectValidation } from '../integrity/objectValidation';
import type { CommandFactory } from './command';
import { findRootById, findTarget } from './target';

/** The view; of a CodeLens `(uri: string)`, at what was found of that log or digest. */
export const showValidation: CommandFactory = (services) => async (arg) => {
  const { integrity } = services;
  const target = typeof arg === 'string' ? findTarget(services, arg) : undefined;
  if (target === undefined) {
    await integrity.focus();
    return;
  }
  const { object, runId } = await getObjectValidation(services, arg);
  const root = await findRootById(services, target.sourceId);
  const isShown = (await integrity.findShown())?.header.runId === runId;
  const run = (await integrity.listRuns()).find(({ header }) => header.runId === runId);
  if (!isShown && run !== undefined && root !== undefined) integrity.show({ ...run, root });
  const element = await integrity.findObject(target.key);
  await integrity.focus(element);
  if (element !== undefined) return;
  // What is valid stands in no finding.
  const reason = object.reason === undefined ? '' : `: ${toDisplayText(object.reason, 200)}`;
  window.setStatusBarMessage(`Trailcase: ${toObjectName(object)}: ${badgeWords[object.status].title}${reason}`, 6000);
};
