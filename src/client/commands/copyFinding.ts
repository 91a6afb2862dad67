import { UserError } from '../../base/errors';
import { findIntegrityElement } from '../integrity/integrityArgument';
import { toCopiedLines } from '../integrity/findingLines';
import { copyLines } from './clipboard';
import type { CommandFactory } from './command';

/** A node of the view as text: of a finding with its meaning, its explanations and its objects. */
export const copyFinding: CommandFactory = (services) => async (arg) => {
  const element = findIntegrityElement(services, arg);
  if (element === undefined)
    throw new UserError('invalidInput', 'Select a finding in the view Integrity, and try again.');
  const children = await services.integrity.getChildren(element);
  await copyLines('Finding', toCopiedLines(element, children));
};
