import { UserError } from '../../base/errors';
import { openHit as openHitOf } from '../results/openHit';
import { findResult } from '../results/resultArgument';
import type { CommandFactory } from './command';

/** Two clicks within this time are a double click: a tree tells an extension of clicks only. */
const doubleClickMs = 500;

/** A record of the results view. The first click looks and leaves the keyboard in the view, the second means the editor. */
export const openHit: CommandFactory = (services) => {
  let last: { readonly id: string; readonly timeMs: number } | undefined;
  return async (arg) => {
    const element = findResult(services, arg);
    if (element?.isA('hit') !== true && element?.isA('location') !== true) {
      throw new UserError('invalidInput', 'Select a record in the search results, and try again.');
    }
    const isAgain = last?.id === element.id;
    const isDoubleClick = isAgain && Date.now() - (last?.timeMs ?? 0) < doubleClickMs;
    last = { id: element.id, timeMs: Date.now() };
    // Enter on the record that is shown already means the editor, too.
    const options = { isPreview: !isDoubleClick, preserveFocus: !isAgain };
    if (element.isA('hit')) await openHitOf(services, element.node.resultId, element.node.hit.id, options);
    else if (element.isA('location')) {
      const { resultId, hitId, place } = element.node;
      await openHitOf(services, resultId, hitId, options, place);
    }
  };
};
