import { window } from 'vscode';
import { newAbortError } from '../../base/errors';
import type { QueryHistory } from './queryHistory';

export async function saveSearch(history: QueryHistory, query: string): Promise<void> {
  const name = await window.showInputBox({
    title: 'Save Search',
    prompt: 'Name of the search. The same name again replaces it.',
    value: query,
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A name' : undefined),
  });
  if (name === undefined) throw newAbortError();
  await history.save({ name: name.trim(), query });
}
