import { basename } from 'node:path';
import { commands, FileSystemError, workspace, type Uri } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { isAbort } from '../../base/errors';
import type { TimelineExport } from '../../protocol/timelineMessages';
import type { ExportTimelineParams } from '../../protocol/timelineRequests';
import type { SearchProgress } from '../../protocol/searchRequests';
import { askSaveFile, showWritten } from '../commands/askSaveFile';
import { showExported } from '../commands/exportResults';
import { withCancellableProgress } from '../progress';
import { toProgressText } from '../results/resultText';
import type { ClientServices } from '../services';
import { toFileName } from '../sessions/sessionTitle';
import type { PictureFormat } from './pictureDrawing';
import type { TimelineToExport } from './timelineSession';

const extensions: Readonly<Record<TimelineExport, string>> = {
  csv: 'csv',
  jsonl: 'jsonl',
  markdown: 'md',
  timesketchJsonl: 'jsonl',
  timesketchCsv: 'csv',
  png: 'png',
  svg: 'svg',
};

/** Asks for a file, and writes what is in view to it. Throws an AbortError on Escape. */
export async function saveTimeline(services: ClientServices, what: TimelineToExport): Promise<void> {
  const { format } = what;
  const file = await askSaveFile(services, {
    title: 'Export Timeline',
    saveLabel: 'Export',
    name: toFileName('timeline', what.title.replace(/^Timeline of /, '')),
    extension: extensions[format],
  });
  if (format === 'png' || format === 'svg') {
    await writePicture(what, format, file);
    showWritten(`Exported the picture to ${toDisplayText(file.fsPath)}.`, file, openFile);
    return;
  }
  const picture = format === 'markdown' ? await drawBeside(services, what, file) : undefined;
  const { resultId, filter, descending, columns, title } = what;
  const named = picture === undefined ? {} : { pictureFile: basename(picture.fsPath) };
  const params = { resultId, format, filter, descending, columns, title, file: file.fsPath, ...named };
  showExported(services, await exportRows(services, params), file);
}

async function exportRows(services: ClientServices, params: Omit<ExportTimelineParams, 'progressId'>) {
  return await withCancellableProgress('Exporting the timeline', async (signal, report) => {
    const tell = (progress: SearchProgress): void => {
      report(toProgressText(progress));
    };
    return await services.progress.search.during(tell, (progressId) =>
      services.server.ask('exportTimeline', { ...params, progressId }, signal),
    );
  });
}

/** A table without its picture still says everything: the reason is logged, and the rows are written. */
async function drawBeside({ log }: ClientServices, what: TimelineToExport, file: Uri): Promise<Uri | undefined> {
  try {
    const picture = await findFreeFile(file);
    await writePicture(what, 'png', picture);
    return picture;
  } catch (error) {
    if (isAbort(error)) throw error;
    log.warn(`The Markdown of a timeline has no picture: ${String(error)}`);
    return undefined;
  }
}

async function writePicture({ draw }: TimelineToExport, format: PictureFormat, file: Uri): Promise<void> {
  const data = await withCancellableProgress('Drawing the picture', (signal) => draw(format, signal));
  const bytes = format === 'svg' ? Buffer.from(data, 'utf8') : Buffer.from(data, 'base64');
  await workspace.fs.writeFile(file, bytes);
}

/** `timeline.png` beside `timeline.md`; another number where that is there: only the user's own file was asked about. */
async function findFreeFile(file: Uri): Promise<Uri> {
  const stem = file.path.replace(/\.md$/i, '');
  for (let number = 1; ; number++) {
    const candidate = file.with({ path: `${stem}${number === 1 ? '' : `-${number}`}.png` });
    if (!(await isThere(candidate))) return candidate;
  }
}

async function isThere(file: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError) return false;
    throw error;
  }
}

/** In whatever the editor shows pictures with. */
function openFile(file: Uri): Thenable<unknown> {
  return commands.executeCommand('vscode.open', file);
}
