import { CoverageElement } from '../ledger/coverageTree';
import { findElement, findRoot, getRoot } from '../commands/target';
import { TreeElement } from '../explorer/treeElement';
import type { ClientServices } from '../services';
import { findElementPlace, toSourcePlace, type Place } from './place';

/** The place that a menu, or a command of ours, hands over. Undefined from the palette. */
export function findPlaceArgument(arg: unknown): Place | undefined {
  const element = toElement(arg);
  if (element !== undefined) return findElementPlace(element);
  if (arg instanceof CoverageElement) return arg.place;
  return isPlace(arg) ? arg : undefined;
}

/**
 * The whole source from the palette, never the part of it that happens to be selected: what lies outside would be missed
 * without a word. Which source: that of the log in the editor or of the selection, else the user picks one.
 */
export async function getPlace(services: ClientServices, arg: unknown, title: string): Promise<Place> {
  const place = findPlaceArgument(arg);
  return place ?? toSourcePlace(await getRoot(services, undefined, title));
}

/** The same, but nobody is asked. */
export async function findSourcePlace(services: ClientServices): Promise<Place | undefined> {
  const root = await findRoot(services, undefined);
  return root === undefined ? undefined : toSourcePlace(root);
}

/** The level of the trails that is selected. */
export function findSelectedPlace(services: ClientServices): Place | undefined {
  const element = findElement(services, undefined);
  return element === undefined ? undefined : findElementPlace(element);
}

function toElement(arg: unknown): TreeElement | undefined {
  return arg instanceof TreeElement ? arg : undefined;
}

function isPlace(value: unknown): value is Place {
  return (
    typeof value === 'object' &&
    value !== null &&
    'scope' in value &&
    'root' in value &&
    'title' in value &&
    typeof value.title === 'string'
  );
}
