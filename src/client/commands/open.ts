import { toDocumentUri } from '../documents/documentUri';
import { openLog } from '../documents/openLog';
import { fromTree } from '../explorer/treeItem';
import type { CommandFactory } from './command';
import { getObjectTarget, type Target } from './target';

/** Two clicks within this time are a double click: a tree tells an extension of clicks only. */
const doubleClickMs = 500;

export const open: CommandFactory = (services) => {
  let last: { readonly target: Target; readonly timeMs: number } | undefined;
  return async (arg, origin) => {
    const target = getObjectTarget(services, arg);
    const timeMs = Date.now();
    const isSame = last?.target.sourceId === target.sourceId && last.target.key === target.key;
    const isDoubleClick = isSame && timeMs - (last?.timeMs ?? 0) < doubleClickMs;
    last = { target, timeMs };
    await openLog(services.documents, toDocumentUri(target), {
      isPreview: !isDoubleClick,
      // As in the Explorer: one click looks and leaves the keyboard in the tree, two mean the editor.
      preserveFocus: origin === fromTree && !isDoubleClick,
    });
  };
};
