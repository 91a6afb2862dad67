import { window } from 'vscode';
import { UserError } from '../../base/errors';
import { parseDocumentUri } from '../documents/documentUri';
import { findJsonValue } from '../search/jsonPlace';
import { toSourcePlace } from '../search/place';
import { quote, toValueQueries } from '../search/queryText';
import { runSearch } from '../search/runSearch';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { findRootOfDocument } from './target';

/** The selected text, or the JSON value under the cursor, in the whole source of the log. */
export const findSelection: CommandFactory = (services) => async () => {
  const queries = listQueries();
  if (queries.length === 0) {
    throw new UserError('invalidInput', 'There is no value here.', {
      nextStep: 'Put the cursor on a value of a log, or select text.',
    });
  }
  const place = toSourcePlace(await getEditorRoot(services));
  await runSearch(services, { query: await chooseQuery(services, queries), place });
};

/** The first that the query language takes: a log may have fields that CloudTrail does not have. */
async function chooseQuery({ server }: ClientServices, queries: readonly string[]): Promise<string> {
  for (const text of queries) {
    const { problems } = await server.ask('checkQuery', { text });
    if (problems.length === 0) return text;
  }
  return queries.at(-1) ?? '';
}

/** The best first. */
function listQueries(): readonly string[] {
  const editor = window.activeTextEditor;
  if (editor === undefined) return [];
  const { document, selection } = editor;
  const found = findJsonValue(
    { lineAt: (line) => document.lineAt(line).text },
    selection.active.line,
    selection.active.character,
  );
  const selected = document.getText(selection).trim();
  if (selected === '') return found === undefined ? [] : toValueQueries(found.value, found.path);
  if (selected.includes('\n')) throw new UserError('invalidInput', 'Select text within one line.');
  // Selecting a whole value, with its quotes or without, means the value.
  const isWhole = found !== undefined && (selected === found.value || selected === JSON.stringify(found.value));
  return isWhole ? toValueQueries(found.value, found.path) : [quote(selected)];
}

async function getEditorRoot(services: ClientServices): ReturnType<typeof getRootOf> {
  const uri = window.activeTextEditor?.document.uri;
  return await getRootOf(services, uri === undefined ? undefined : parseDocumentUri(uri));
}

async function getRootOf(
  services: ClientServices,
  address: ReturnType<typeof parseDocumentUri>,
): Promise<NonNullable<Awaited<ReturnType<typeof findRootOfDocument>>>> {
  const root = address === undefined ? undefined : await findRootOfDocument(services, address);
  if (root !== undefined) return root;
  throw new UserError('invalidInput', 'This log belongs to no source, so there is nothing to search.', {
    nextStep: 'Add its folder with “Open Folder of CloudTrail Logs”, and index it.',
  });
}
