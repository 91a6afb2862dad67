import { window, type QuickPickItem } from 'vscode';
import { newAbortError, UserError } from '../../base/errors';
import type { TimelineExport } from '../../protocol/timelineMessages';
import type { CommandFactory } from './command';

interface FormatItem extends QuickPickItem {
  readonly format: TimelineExport;
}

const formats: readonly FormatItem[] = [
  { format: 'csv', label: '$(table) CSV', description: 'for spreadsheets; no cell is a formula' },
  { format: 'jsonl', label: '$(json) JSON Lines', description: 'the records as they were delivered' },
  { format: 'markdown', label: '$(markdown) Markdown', description: 'summary, table, and the picture beside it' },
  { format: 'png', label: '$(file-media) PNG', description: 'the picture as it is shown' },
  { format: 'svg', label: '$(file-media) SVG', description: 'the picture, at any size' },
  { format: 'timesketchJsonl', label: '$(pulse) Timesketch JSON Lines', description: 'to import into Timesketch' },
  { format: 'timesketchCsv', label: '$(pulse) Timesketch CSV', description: 'to import into Timesketch' },
];

/** What is in view in the timeline that has the focus. */
export const exportTimeline: CommandFactory = (services) => async () => {
  const timeline = services.timelines.active;
  if (timeline === undefined) {
    throw new UserError('invalidInput', 'There is no timeline in front.', { nextStep: 'Show one, and try again.' });
  }
  const picked = await window.showQuickPick(formats, {
    title: 'Export Timeline',
    placeHolder: 'As what: the records in view',
    matchOnDescription: true,
  });
  if (picked === undefined) throw newAbortError();
  await timeline.export(picked.format);
};
