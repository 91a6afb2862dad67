import { window } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import { findRootElement } from '../commands/target';
import type { FolderElement } from '../explorer/treeElement';
import { findNearest, listChildren } from '../explorer/walk';
import { withCancellableProgress } from '../progress';
import type { Place } from '../search/place';
import type { ClientServices } from '../services';
import { listParts, parsePrefixParts, type PrefixParts } from './trailParts';

/** Asks for accounts and regions where the place stands above them. Nothing is listed unless the user wants to choose. */
export async function askParts(services: ClientServices, place: Place, title: string): Promise<Place> {
  const { prefix = place.root.prefix, accounts, regions } = place.scope;
  const known = parsePrefixParts(prefix);
  const isAboveAccounts = known.account === undefined && accounts === undefined;
  const isAboveRegions = known.region === undefined && regions === undefined;
  if (!isAboveRegions) return place;
  const what = isAboveAccounts ? 'accounts and regions' : 'regions';
  const all = { label: `$(globe) All ${what}`, isAll: true };
  const some = { label: `$(checklist) Choose ${what}…`, description: 'lists them first', isAll: false };
  const picked = await window.showQuickPick([all, some], {
    title: `${title}: ${place.title}`,
    placeHolder: `Which ${what}`,
  });
  if (picked === undefined) throw newAbortError();
  if (picked.isAll) return place;
  const from = await findFolder(services, place, prefix);
  if (from === undefined) return place;
  const chosen = isAboveAccounts ? await pickParts(services, from, 'account', () => true, title) : accounts;
  const isWanted = ({ account }: PrefixParts): boolean =>
    chosen === undefined || account === undefined || chosen.includes(account);
  const chosenRegions = await pickParts(services, from, 'region', isWanted, title);
  return narrow(place, chosen, chosenRegions);
}

function narrow(place: Place, accounts: readonly string[] | undefined, regions: readonly string[] | undefined): Place {
  const names = [...(accounts ?? []), ...(regions ?? [])];
  const parts = { ...(accounts === undefined ? {} : { accounts }), ...(regions === undefined ? {} : { regions }) };
  const title = names.length === 0 ? place.title : `${place.title} (${toNames(names)})`;
  return { ...place, scope: { ...place.scope, ...parts }, title };
}

function toNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => toLabelText(name, 40));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

/** Undefined: all of them. What comes later is then included. */
async function pickParts(
  services: ClientServices,
  from: FolderElement,
  part: keyof PrefixParts,
  isWanted: (parts: PrefixParts) => boolean,
  title: string,
): Promise<readonly string[] | undefined> {
  const names = await withCancellableProgress(`Listing ${part}s`, (signal) =>
    listParts(from, part, isWanted, (folder) => listChildren(services.tree, folder, signal)),
  );
  if (names.length <= 1) return undefined;
  const items = names.map((name) => ({ label: toLabelText(name), name, picked: true }));
  const picked = await window.showQuickPick(items, {
    title: `${title}: which ${part}s`,
    placeHolder: `${names.length} ${part}s: take the mark off those to leave out`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.length === 0) throw newAbortError();
  return picked.length === names.length ? undefined : picked.map(({ name }) => name);
}

async function findFolder(
  services: ClientServices,
  { scope }: Place,
  prefix: string,
): Promise<FolderElement | undefined> {
  const source = await findRootElement(services, scope.sourceId);
  if (source === undefined) return undefined;
  return await withCancellableProgress('Looking for the place', (signal) =>
    findNearest(services.tree, source, prefix, signal),
  );
}
