import { UserError } from '../../base/errors';
import { findDocumentUri } from '../commands/target';
import type { ClientServices } from '../services';
import { IntegrityElement, type ShownRun } from './integrityTree';

/** The node that a menu hands over; without one, what is selected in the view. */
export function findIntegrityElement(
  { integrity }: Pick<ClientServices, 'integrity'>,
  arg: unknown,
): IntegrityElement | undefined {
  return arg instanceof IntegrityElement ? arg : arg === undefined ? integrity.selected : undefined;
}

/** Likewise for what can be done with a log, too: that of the editor goes before a selection. */
export function findObjectElement(services: ClientServices, arg: unknown): IntegrityElement | undefined {
  const isOfEditor = arg === undefined && findDocumentUri(arg) !== undefined;
  return isOfEditor ? undefined : findIntegrityElement(services, arg);
}

/** The run of a node, else the one that the view shows. */
export async function getShownRun({ integrity }: Pick<ClientServices, 'integrity'>, arg: unknown): Promise<ShownRun> {
  const run = (arg instanceof IntegrityElement ? arg.run : undefined) ?? (await integrity.findShown());
  if (run !== undefined) return run;
  throw new UserError('invalidInput', 'Nothing was validated yet.', {
    nextStep: 'Validate a trail first (Trailcase: Validate Integrity).',
  });
}
