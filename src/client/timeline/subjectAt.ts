import { Uri, window, type TextDocument } from 'vscode';
import { UserError } from '../../base/errors';
import type { SubjectAt, SubjectAtParams } from '../../protocol/sessionRequests';
import { findRootById, findRootOfDocument } from '../commands/target';
import { logLanguageId } from '../documents/documentLanguage';
import { parseDocumentUri } from '../documents/documentUri';
import { withCancellableProgress } from '../progress';
import { toSourcePlace, type Place } from '../search/place';
import { getPlace } from '../search/placeArgument';
import type { ClientServices } from '../services';

/** What can be asked about at a place of a log, and the source that the log belongs to. */
export interface FoundSubjects extends Pick<SubjectAt, 'timeline' | 'sessions' | 'keys'> {
  readonly place: Place;
}

const longestSelection = 2048;

/**
 * The cursor or what is selected in the log in front, wherever that lies; of any other document what is selected, an ARN
 * in somebody's notes for example. Undefined where there is neither.
 */
export function findCursor(): SubjectAtParams | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const text = selection.isSingleLine ? document.getText(selection).trim() : '';
  const selected = text === '' || text.length > longestSelection ? {} : { selection: text };
  const uri = document.uri.toString();
  const { line, character } = selection.active;
  if (isLog(document)) return { uri, line, character, ...selected };
  return selected.selection === undefined ? undefined : { uri, ...selected };
}

function isLog({ uri, languageId }: TextDocument): boolean {
  return parseDocumentUri(uri) !== undefined || languageId === logLanguageId;
}

/**
 * `title`: of the question where to look, for what is selected in a document that is no log. Throws a UserError when a
 * log belongs to no source: nothing of it is in an index then.
 */
export async function findSubjects(
  services: ClientServices,
  params: SubjectAtParams,
  title: string,
): Promise<FoundSubjects> {
  const found = await withCancellableProgress('Looking at the record', (signal) =>
    services.server.ask('subjectAt', params, signal),
  );
  const { timeline, sessions, keys } = found;
  return { timeline, sessions, keys, place: await getPlaceOf(services, params, found, title) };
}

async function getPlaceOf(
  services: ClientServices,
  { uri, line, record }: SubjectAtParams,
  { sourceId }: SubjectAt,
  title: string,
): Promise<Place> {
  const address = parseDocumentUri(Uri.parse(uri, true));
  const ofDocument = address === undefined ? undefined : await findRootOfDocument(services, address);
  const root = (await findRootById(services, sourceId)) ?? ofDocument;
  if (root !== undefined) return toSourcePlace(root);
  if (line === undefined && record === undefined) return await getPlace(services, undefined, title);
  throw new UserError('invalidInput', 'This log belongs to no source, so there is nothing to look through.', {
    nextStep: 'Add its folder with “Open Folder of CloudTrail Logs”, and index it.',
  });
}
