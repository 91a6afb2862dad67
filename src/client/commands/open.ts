import { window, type Uri } from 'vscode';
import { toDocumentUri } from '../documents/documentUri';
import { isLogName } from '../documents/logName';
import { openLog } from '../documents/openLog';
import { fromTree } from '../explorer/treeItem';
import { IntegrityElement } from '../integrity/integrityTree';
import type { CommandFactory } from './command';
import { findElement, getObjectTarget } from './target';

/** Two clicks within this time are a double click: a tree tells an extension of clicks only. */
const doubleClickMs = 500;

export const open: CommandFactory = (services) => {
  let last: { readonly uri: string; readonly timeMs: number } | undefined;
  return async (arg, origin) => {
    const target = getObjectTarget(services, arg);
    const element = findElement(services, arg);
    // A note beside the logs is no log with a mistake in it.
    const isOther = (element?.isA('object') === true && element.node.kind === 'other') || isStray(arg);
    const isRaw = isOther && !isLogName(target.key);
    const uri = toDocumentUri({ ...target, isRaw });
    const timeMs = Date.now();
    const isDoubleClick = last?.uri === uri.toString() && timeMs - last.timeMs < doubleClickMs;
    last = { uri: uri.toString(), timeMs };
    await openLog(services.documents, uri, {
      isPreview: !isDoubleClick,
      // As in the Explorer: one click looks and leaves the keyboard in the tree, two mean the editor. The tree does not
      // tell a click from Enter, so Enter on the log that is shown already means the editor, too.
      preserveFocus: origin === fromTree && !isDoubleClick && !isShown(uri),
    });
  };
};

function isShown(uri: Uri): boolean {
  return window.activeTextEditor?.document.uri.toString() === uri.toString();
}

function isStray(arg: unknown): boolean {
  return arg instanceof IntegrityElement && arg.isA('object') && arg.node.object.status === 'stray';
}
