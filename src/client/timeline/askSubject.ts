import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import type { SubjectText } from './subjectText';

/** One answer of several; `choose` gives it, or asks on. */
export interface Choice<R> {
  readonly text: SubjectText;
  readonly choose: () => R | Promise<R>;
}

interface ChoiceItem<R> extends QuickPickItem {
  readonly choice?: Choice<R>;
}

/** What is at hand first, then what can be asked for. Throws an AbortError on Escape. */
export async function pickChoice<R>(
  title: string,
  atHand: readonly Choice<R>[],
  others: readonly Choice<R>[],
): Promise<R> {
  const separator: ChoiceItem<R> = { label: 'Others', kind: QuickPickItemKind.Separator };
  const isMixed = atHand.length > 0 && others.length > 0;
  const items = [...atHand.map(toItem), ...(isMixed ? [separator] : []), ...others.map(toItem)];
  const picked = await window.showQuickPick(items, { title, placeHolder: 'Of what', matchOnDescription: true });
  if (picked?.choice === undefined) throw newAbortError();
  return await picked.choice.choose();
}

function toItem<R>(choice: Choice<R>): ChoiceItem<R> {
  const { icon, name, kind } = choice.text;
  return { label: `$(${icon}) ${toLabelText(name)}`, description: toLabelText(kind), choice };
}
