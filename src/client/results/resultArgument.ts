import type { ClientServices } from '../services';
import { ResultElement } from './resultTree';

/** Undefined for what is no node of the results. */
export function toResultElement(arg: unknown): ResultElement | undefined {
  return arg instanceof ResultElement ? arg : undefined;
}

/** The node that a menu or a click hands over; without one, what is selected in the view. */
export function findResult({ results }: Pick<ClientServices, 'results'>, arg: unknown): ResultElement | undefined {
  return toResultElement(arg) ?? results.selected;
}
