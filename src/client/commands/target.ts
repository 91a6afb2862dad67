import { Uri, window } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError, UserError } from '../../base/errors';
import { documentScheme, localAuthority, type DocumentAddress } from '../../protocol/documentUri';
import type { SourceRoot } from '../../protocol/requests';
import { parseDocumentUri } from '../documents/documentUri';
import { findLocalRoot } from '../explorer/localRoot';
import { findElementKey, TreeElement, type FolderElement } from '../explorer/treeElement';
import { IntegrityElement } from '../integrity/integrityTree';
import type { ClientServices } from '../services';

/** What a command works on: an object, or (`key` ending in `/` or empty) a level of the tree. */
export interface Target {
  readonly sourceId: string;
  readonly key: string;
}

/** The node that a menu hands over; without one, what is selected in the tree. */
export function findElement({ views }: ClientServices, arg: unknown): TreeElement | undefined {
  return arg instanceof TreeElement ? arg : arg === undefined ? views.selected : undefined;
}

/** The document that a menu hands over, or (as text) a CodeLens; without one, that of the active editor. */
export function findDocumentUri(arg: unknown): Uri | undefined {
  const uri = arg === undefined ? window.activeTextEditor?.document.uri : toUri(arg);
  return uri?.scheme === documentScheme ? uri : undefined;
}

function toUri(arg: unknown): Uri | undefined {
  if (arg instanceof Uri) return arg;
  const text = arg instanceof IntegrityElement ? arg.documentUri : arg;
  // Any program may call a command: what is no URI is none.
  return typeof text === 'string' && text.startsWith(`${documentScheme}://`) ? Uri.parse(text) : undefined;
}

/** From a menu its node or document; from the palette the log in the editor, else the tree's selection. */
export function findTarget(services: ClientServices, arg: unknown): Target | undefined {
  const uri = findDocumentUri(arg);
  if (uri !== undefined) return parseDocumentUri(uri);
  const element = findElement(services, arg);
  if (element?.root === undefined) return undefined;
  const key = findElementKey(element);
  return key === undefined ? undefined : { sourceId: element.root.sourceId, key };
}

/** Likewise for commands that read an object. */
export function getObjectTarget(services: ClientServices, arg: unknown): Target {
  const target = findTarget(services, arg);
  if (target === undefined || target.key === '' || target.key.endsWith('/')) {
    throw new UserError('invalidInput', 'Select a log in the trails, or open one, and try again.');
  }
  return target;
}

/** The source behind a node or document. Never fails: it is asked while another failure is shown. */
export async function findRoot(services: ClientServices, arg: unknown): Promise<SourceRoot | undefined> {
  if (arg instanceof IntegrityElement) return await findRootById(services, arg.run?.root.sourceId);
  const element = findElement(services, arg);
  if (arg instanceof TreeElement) return element?.root;
  const uri = findDocumentUri(arg);
  const address = uri === undefined ? undefined : parseDocumentUri(uri);
  if (address === undefined) return element?.root;
  return await findRootOfDocument(services, address);
}

export async function findRootOfDocument(
  services: ClientServices,
  address: DocumentAddress,
): Promise<SourceRoot | undefined> {
  if (address.sourceId !== localAuthority) return await findRootById(services, address.sourceId);
  return findLocalRoot(await listRoots(services), address.key)?.root;
}

/** As it is configured now. */
export async function findRootById(
  services: Pick<ClientServices, 'tree'>,
  sourceId: string | undefined,
): Promise<SourceRoot | undefined> {
  return (await listRoots(services)).find((root) => root.sourceId === sourceId);
}

export async function listRoots({ tree }: Pick<ClientServices, 'tree'>): Promise<readonly SourceRoot[]> {
  return (await tree.getRoots()).flatMap((element) => (element.root === undefined ? [] : [element.root]));
}

/** The source's node in the tree. */
export async function findRootElement({ tree }: ClientServices, sourceId: string): Promise<FolderElement | undefined> {
  for (const element of await tree.getRoots()) {
    if (element.isA('source') && element.root?.sourceId === sourceId) return element;
  }
  return undefined;
}

/** The source of a node or document; from the palette without either, one that the user picks. */
export async function getRoot(services: ClientServices, arg: unknown, title: string): Promise<SourceRoot> {
  const found = await findRoot(services, arg);
  if (found !== undefined) return found;
  const roots = await listRoots(services);
  if (roots.length === 0) throw new UserError('invalidInput', 'There is no source yet. Add one first.');
  const items = roots.map((root) => ({
    label: toLabelText(root.label),
    description: toLabelText(root.location),
    root,
  }));
  const picked = await window.showQuickPick(items, { title, placeHolder: 'Source', matchOnDescription: true });
  if (picked === undefined) throw newAbortError();
  return picked.root;
}
