import { window, type QuickPickItem } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { isAbort, newAbortError } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import { toNounText } from '../numberText';
import type { ResultOf } from '../server/requestTypes';
import type { ClientServices } from '../services';
import { withoutTime, type Place } from './place';

export interface ValueQuestion {
  readonly title: string;
  /** Values of these columns that occur are offered. */
  readonly columns: readonly string[];
  readonly placeHolder: string;
}

interface ValueItem extends QuickPickItem {
  readonly value: string;
}

const maxSuggestions = 50;
const debounceMs = 120;

/** A value that occurs, or what was typed. Throws an AbortError when the user leaves it. */
export async function askValue(services: ClientServices, place: Place, question: ValueQuestion): Promise<string> {
  const store = new DisposableStore();
  const pick = store.add(window.createQuickPick<ValueItem>());
  pick.title = `${question.title}: ${place.title}`;
  pick.placeholder = question.placeHolder;
  pick.ignoreFocusOut = true;
  // Not in the typings, but honoured since 2020: what was typed stays first.
  (pick as unknown as { sortByLabel: boolean }).sortByLabel = false;
  let suggestions: readonly ValueItem[] = [];
  let asking: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;
  const show = (): void => {
    const typed = pick.value.trim();
    const own: readonly ValueItem[] =
      typed === '' ? [] : [{ label: `$(search) ${toLabelText(typed)}`, value: typed, alwaysShow: true }];
    pick.items = [...own, ...suggestions.filter(({ value }) => value !== typed)];
  };
  const suggest = async (): Promise<void> => {
    asking?.abort();
    const controller = new AbortController();
    asking = controller;
    pick.busy = true;
    suggestions = await askSuggestions(services, place, question.columns, pick.value.trim(), controller.signal);
    if (asking !== controller) return;
    pick.busy = false;
    show();
  };
  store.add(
    pick.onDidChangeValue(() => {
      show();
      clearTimeout(timer);
      timer = setTimeout(() => void suggest(), debounceMs);
    }),
  );
  void suggest();
  pick.show();
  try {
    return await new Promise<string>((resolve, reject) => {
      store.add(
        pick.onDidAccept(() => {
          const [item] = pick.activeItems;
          if (item !== undefined) resolve(item.value);
        }),
      );
      store.add(
        pick.onDidHide(() => {
          reject(newAbortError());
        }),
      );
    });
  } finally {
    clearTimeout(timer);
    asking?.abort();
    store.dispose();
  }
}

/** Those that begin with what was typed, then by how often they occur. Fails never: a value can be typed without them. */
async function askSuggestions(
  services: ClientServices,
  place: Place,
  columns: readonly string[],
  prefix: string,
  signal: AbortSignal,
): Promise<readonly ValueItem[]> {
  const found = await Promise.all(columns.map((column) => askColumn(services, place, column, prefix, signal)));
  const counts = new Map<string, number>();
  for (const { value, count } of found.flat()) counts.set(value, Math.max(count, counts.get(value) ?? 0));
  const isPrefixed = (value: string): boolean => value.toLowerCase().startsWith(prefix.toLowerCase());
  const values = [...counts].sort(
    ([a, countA], [b, countB]) => Number(isPrefixed(b)) - Number(isPrefixed(a)) || countB - countA,
  );
  return values.map(([value, count]) => ({
    label: toLabelText(value),
    description: toNounText(count, 'record'),
    value,
    alwaysShow: true,
  }));
}

async function askColumn(
  { server, log }: ClientServices,
  { scope }: Place,
  column: string,
  prefix: string,
  signal: AbortSignal,
): Promise<ResultOf<'suggestValues'>> {
  try {
    const params = { scope: withoutTime(scope), column, prefix, limit: maxSuggestions };
    return await server.ask('suggestValues', params, signal);
  } catch (error) {
    if (!isAbort(error)) log.warn(`No suggestions for ${column}: ${String(error)}`);
    return [];
  }
}
