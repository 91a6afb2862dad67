import { window } from 'vscode';
import { toSizeText } from '../../base/byteSize';
import { toDisplayText } from '../../base/displayText';
import { findPlaceArgument } from '../search/placeArgument';
import { withCancellableProgress } from '../progress';
import type { CommandFactory } from './command';
import { getRoot } from './target';

export const deleteIndex: CommandFactory = (services) => async (arg) => {
  const root = findPlaceArgument(arg)?.root ?? (await getRoot(services, undefined, 'Delete Index'));
  const label = toDisplayText(root.label);
  const remove = 'Delete';
  const detail =
    'Searching needs it: to search again, index again, which reads every log again. The logs themselves are not touched.';
  const message = `Delete the index of “${label}” from this machine?`;
  if ((await window.showWarningMessage(message, { modal: true, detail }, remove)) !== remove) return;
  const { bytes } = await withCancellableProgress(`Deleting the index of ${label}`, (signal) =>
    services.server.ask('deleteIndex', { sourceId: root.sourceId }, signal),
  );
  services.coverage.reload();
  if (services.results.shown?.place.root.sourceId === root.sourceId) services.results.clear();
  void window.showInformationMessage(`The index of “${label}” is gone: ${toSizeText(bytes)} freed.`);
};
