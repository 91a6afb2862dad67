import { env, window, workspace, type QuickPickItem, type Uri } from 'vscode';
import { newAbortError, UserError } from '../../base/errors';
import { toDisplayText } from '../../base/displayText';
import type { ExportParams, ExportResult, SearchProgress } from '../../protocol/searchRequests';
import { resultColumns } from '../../protocol/resultColumns';
import { defaultColumns } from '../../protocol/shownColumns';
import { toNounText } from '../numberText';
import { withCancellableProgress } from '../progress';
import { toHitSort } from '../results/resultOrder';
import { toProgressText } from '../results/resultText';
import type { ClientServices } from '../services';
import { askSaveFile, showWritten, type FileToSave } from './askSaveFile';
import type { CommandFactory } from './command';

/** All of a result, or some of its hits. */
export interface ExportedRows extends Pick<ExportParams, 'resultId' | 'sort' | 'ids' | 'group'> {
  /** Absent: what suits the format. */
  readonly columns?: readonly string[];
}

const title = 'Export Results';
const fileToSave: Omit<FileToSave, 'extension'> = { title, saveLabel: 'Export', name: 'records' };

interface FormatItem extends QuickPickItem {
  readonly format: ExportParams['format'];
  readonly extension: string;
  readonly toClipboard: boolean;
}

const formats: readonly FormatItem[] = [
  {
    label: '$(table) CSV',
    description: 'for spreadsheets; no cell is a formula',
    format: 'csv',
    extension: 'csv',
    toClipboard: false,
  },
  {
    label: '$(json) JSON Lines',
    description: 'the records as they were delivered',
    format: 'jsonl',
    extension: 'jsonl',
    toClipboard: false,
  },
  {
    label: '$(markdown) Markdown table',
    description: 'into a file',
    format: 'markdown',
    extension: 'md',
    toClipboard: false,
  },
  {
    label: '$(clippy) Markdown table',
    description: 'onto the clipboard',
    format: 'markdown',
    extension: 'md',
    toClipboard: true,
  },
];

/** The results of the view. */
export const exportResults: CommandFactory = (services) => () => exportRows(services, toShownResults(services));

/** Asks for format and file. The order and columns are those that are shown. */
export async function exportRows(services: ClientServices, what: ExportedRows): Promise<void> {
  const format = await window.showQuickPick(formats, { title, placeHolder: 'As what', matchOnDescription: true });
  if (format === undefined) throw newAbortError();
  const file = format.toClipboard
    ? undefined
    : await askSaveFile(services, { ...fileToSave, extension: format.extension });
  const answer = await withCancellableProgress('Exporting results', async (signal, report) => {
    const columns = what.columns ?? toColumns(format.format);
    const params = { ...what, columns, format: format.format, ...(file === undefined ? {} : { file: file.fsPath }) };
    const tell = (progress: SearchProgress): void => {
      report(toProgressText(progress));
    };
    return await services.progress.search.during(tell, (progressId) =>
      services.server.ask('exportResult', { ...params, progressId }, signal),
    );
  });
  if (file === undefined) await env.clipboard.writeText(answer.text ?? '');
  showExported(services, answer, file);
}

/** A text of so many rows into a file that the user names. */
export async function exportCsv(services: ClientServices, text: string, rows: number): Promise<void> {
  const file = await askSaveFile(services, { ...fileToSave, extension: 'csv' });
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  showWritten(`Exported ${toNounText(rows, 'row')} to ${toDisplayText(file.fsPath)}.`, file);
}

function toShownResults({ results }: ClientServices): ExportedRows {
  const { shown, order } = results;
  if (shown?.outcome.type !== 'done') throw new UserError('invalidInput', 'There are no results yet. Search first.');
  const { resultId } = shown.outcome.result;
  return { resultId, sort: toHitSort(order) };
}

/** A spreadsheet takes all of them; a Markdown table is read by people. */
function toColumns(format: ExportParams['format']): readonly string[] {
  return (format === 'markdown' ? defaultColumns : resultColumns).map(({ name }) => name);
}

/** Says what was written and what is missing of it. Does not wait for the user. */
export function showExported(
  { log }: Pick<ClientServices, 'log'>,
  { records, unread }: ExportResult,
  file: Uri | undefined,
): void {
  const where = file === undefined ? 'onto the clipboard' : `to ${toDisplayText(file.fsPath)}`;
  const done = `Exported ${toNounText(records, 'record')} ${where}.`;
  if (unread.length > 0) {
    for (const { uri, reason } of unread) log.warn(`Not exported, its log could not be read: ${uri}: ${reason}`);
    const [first] = unread;
    const reason = first === undefined ? '' : ` (${toDisplayText(first.reason)})`;
    const text = `${done} Missing: the records of ${toNounText(unread.length, 'log')} that could not be read${reason}.`;
    void window.showWarningMessage(text, 'Show Log').then((choice) => {
      if (choice !== undefined) log.show();
    });
    return;
  }
  if (file === undefined) {
    window.setStatusBarMessage(`$(check) Trailcase: ${done}`, 4000);
    return;
  }
  showWritten(done, file);
}
