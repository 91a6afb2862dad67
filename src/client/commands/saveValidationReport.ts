import { commands, env, window, type QuickPickItem, type Uri } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import { getShownRun } from '../integrity/integrityArgument';
import { toValidationMessage } from '../integrity/validationText';
import type { ReportParams, ValidationProgress } from '../../protocol/validationRequests';
import { withCancellableProgress } from '../progress';
import { askSaveFile, showWritten } from './askSaveFile';
import type { CommandFactory } from './command';

const title = 'Save Validation Report';

interface FormatItem extends QuickPickItem {
  readonly format: ReportParams['format'];
  readonly extension: string;
  /** Absent: as text. */
  readonly open?: (file: Uri) => Thenable<unknown>;
}

const formats: readonly FormatItem[] = [
  {
    label: '$(browser) HTML',
    description: 'for people: self-contained, printable, with a picture of the coverage',
    format: 'html',
    extension: 'html',
    open: openInBrowser,
  },
  {
    label: '$(markdown) Markdown',
    description: 'for people: tickets and wikis',
    format: 'markdown',
    extension: 'md',
    open: (file) => commands.executeCommand('markdown.showPreview', file),
  },
  { label: '$(json) JSON', description: 'for programs: every object and hour', format: 'json', extension: 'json' },
  { label: '$(beaker) JUnit', description: 'for build servers', format: 'junit', extension: 'xml' },
];

/** Everything about the run that is shown, in a file. */
export const saveValidationReport: CommandFactory = (services) => async (arg) => {
  const { root, header } = await getShownRun(services, arg);
  const picked = await window.showQuickPick(formats, { title, placeHolder: 'As what', matchOnDescription: true });
  if (picked === undefined) throw newAbortError();
  const { format, extension, open } = picked;
  const file = await askSaveFile(services, { title, saveLabel: 'Save Report', name: 'integrity', extension });
  const what = { sourceId: root.sourceId, runId: header.runId, format, file: file.fsPath };
  await withCancellableProgress('Writing the report', async (signal, report) => {
    const tell = (progress: ValidationProgress): void => {
      report(toValidationMessage(progress));
    };
    return await services.progress.validation.during(tell, (progressId) =>
      services.server.ask('validationReport', { ...what, progressId }, signal),
    );
  });
  showWritten(`The report is in ${toDisplayText(file.fsPath)}.`, file, open);
};

/** Where no browser can be had, as in a remote window, its text. */
async function openInBrowser(file: Uri): Promise<void> {
  if (!(await env.openExternal(file))) await window.showTextDocument(file);
}
