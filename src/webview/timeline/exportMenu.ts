import type { TimelineExport } from '../../protocol/timelineMessages';

/** Records are those in view; pictures show what is drawn. */
export const timelineExportItems: readonly { readonly text: string; readonly format: TimelineExport }[] = [
  { text: 'Records in View as CSV…', format: 'csv' },
  { text: 'Records in View as JSON Lines…', format: 'jsonl' },
  { text: 'Records in View for Timesketch (JSON Lines)…', format: 'timesketchJsonl' },
  { text: 'Records in View for Timesketch (CSV)…', format: 'timesketchCsv' },
  { text: 'Report with Picture as Markdown…', format: 'markdown' },
  { text: 'Picture as PNG…', format: 'png' },
  { text: 'Picture as SVG…', format: 'svg' },
];
