import { commands, extensions, Selection, window, type TextEditor } from 'vscode';
import { UserError } from '../../base/errors';
import type { SessionSubject } from '../../engine/session/session';
import { openHit } from '../results/openHit';
import type { Search } from '../results/resultTree';
import type { Place } from '../search/place';
import { askSearch } from '../search/runSearch';
import type { ClientServices } from '../services';
import { toRecordQueries } from './recordQueries';

/** Of VS Code's own extension "Reference Search View", which is part of every installation and can be turned off. */
const viewExtension = 'vscode.references-view';
const viewCommand = 'references-view.showCallHierarchy';
/** Of the editor itself: the same in a peek window. */
const peekCommand = 'editor.showCallHierarchy';

/** VS Code's own view, for what is at the cursor of the editor in front. */
export async function runCallHierarchy(): Promise<void> {
  // An extension that is turned off is not there; one that was not needed yet has not registered its commands.
  const hasView = extensions.getExtension(viewExtension) !== undefined;
  await commands.executeCommand(hasView ? viewCommand : peekCommand);
}

/** Opens a record that the subject's credentials signed, or that names them, with the cursor on it. */
export async function openRecordOf(services: ClientServices, place: Place, subject: SessionSubject): Promise<void> {
  const isNewest = subject.kind === 'session' && subject.time === undefined;
  const from = subject.kind === 'session' ? subject.time : undefined;
  const scope = from === undefined ? place.scope : { ...place.scope, from };
  for (const query of toRecordQueries(subject)) {
    if (await openFirst(services, { query, place: { ...place, scope } }, isNewest)) {
      putCursor(subject.kind === 'key' ? subject.id : subject.arn);
      return;
    }
  }
  throw new UserError('notFound', 'No record that was read was signed by it, or names it.', {
    nextStep: 'Index the days in which it was used.',
  });
}

/** A hit of the results view, opened to stay. */
export async function openRecordOfHit(services: ClientServices, resultId: string, id: number): Promise<void> {
  await openHit(services, resultId, id, { isPreview: false });
  putCursor(undefined);
}

async function openFirst(services: ClientServices, search: Search, isNewest: boolean): Promise<boolean> {
  const { resultId, count } = await askSearch(services, search);
  const lease = services.leases.hold(resultId);
  try {
    if (count === 0) return false;
    const sort = { column: 'eventTime', descending: isNewest };
    const page = await services.server.ask('resultPage', { resultId, offset: 0, limit: 1, sort, columns: [] });
    const [first] = page.rows;
    if (first === undefined) return false;
    await openHit(services, resultId, first.id, { isPreview: false });
    return true;
  } finally {
    lease.dispose();
  }
}

/** On the id, where the record that is selected holds it; else where the record begins. */
function putCursor(id: string | undefined): void {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const { start } = editor.selection;
  const at = (id === undefined ? undefined : findInSelection(editor, id)) ?? start;
  editor.selection = new Selection(at, at);
}

function findInSelection({ document, selection }: TextEditor, id: string) {
  const offset = document.getText(selection).indexOf(JSON.stringify(id));
  // Behind the quote: the place then lies in the value.
  return offset < 0 ? undefined : document.positionAt(document.offsetAt(selection.start) + offset + 1);
}
