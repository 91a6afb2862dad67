import { Uri, window } from 'vscode';
import { UserError } from '../../base/errors';
import type { SubjectAt, SubjectAtParams } from '../../protocol/sessionRequests';
import { findRootById, findRootOfDocument } from '../commands/target';
import { parseDocumentUri } from '../documents/documentUri';
import { withCancellableProgress } from '../progress';
import { toSourcePlace, type Place } from '../search/place';
import type { ClientServices } from '../services';

/** What can be asked about at a place of a log, and the source that the log belongs to. */
export interface FoundSubjects extends Pick<SubjectAt, 'timeline' | 'sessions' | 'keys'> {
  readonly place: Place;
}

const longestSelection = 2048;

/** The cursor or what is selected in the log in front; undefined where none is. */
export function findCursor(): SubjectAtParams | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined || parseDocumentUri(editor.document.uri) === undefined) return undefined;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const at = { uri: document.uri.toString(), line, character };
  const selected = selection.isSingleLine ? document.getText(selection).trim() : '';
  return selected === '' || selected.length > longestSelection ? at : { ...at, selection: selected };
}

/** Throws a UserError when the log belongs to no source: nothing of it is in an index then. */
export async function findSubjects(services: ClientServices, params: SubjectAtParams): Promise<FoundSubjects> {
  const found = await withCancellableProgress('Looking at the record', (signal) =>
    services.server.ask('subjectAt', params, signal),
  );
  const { timeline, sessions, keys } = found;
  return { timeline, sessions, keys, place: await getPlaceOf(services, params, found) };
}

async function getPlaceOf(services: ClientServices, { uri }: SubjectAtParams, { sourceId }: SubjectAt): Promise<Place> {
  const address = parseDocumentUri(Uri.parse(uri, true));
  const ofDocument = address === undefined ? undefined : await findRootOfDocument(services, address);
  const root = (await findRootById(services, sourceId)) ?? ofDocument;
  if (root !== undefined) return toSourcePlace(root);
  throw new UserError('invalidInput', 'This log belongs to no source, so there is nothing to look through.', {
    nextStep: 'Add its folder with “Open Folder of CloudTrail Logs”, and index it.',
  });
}
