import type { ClientServices } from '../services';
import { ResultElement } from './resultTree';

/** The node that a menu or a click hands over; without one, what is selected in the view. */
export function findResult({ results }: Pick<ClientServices, 'results'>, arg: unknown): ResultElement | undefined {
  return arg instanceof ResultElement ? arg : results.selected;
}
