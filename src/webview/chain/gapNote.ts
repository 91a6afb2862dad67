import { toDisplayText } from '../../base/displayText';
import type { ChainGap } from '../../engine/session/session';
import { newButton, newElement } from '../table/element';
import { newIcon } from '../table/icon';
import { toSpanText } from './sessionText';

/** What is missing, and where it can be indexed, a button that does. */
export function newGapNote(gap: ChainGap, onIndex: (toIndex: NonNullable<ChainGap['toIndex']>) => void): HTMLElement {
  const { text, toIndex } = gap;
  const words = newElement('span', { text: toDisplayText(text, 2000) });
  return newElement('div', {
    class: 'gap',
    children: [
      newElement('p', { class: 'statement warning', children: [newIcon('warning'), words] }),
      ...(toIndex === undefined
        ? []
        : [
            newButton({
              text: `Index ${toSpanText(toIndex.from, toIndex.to)}…`,
              title: toAccountsText(toIndex.accounts),
              class: 'button bordered',
              onClick: () => {
                onIndex(toIndex);
              },
            }),
          ]),
    ],
  });
}

function toAccountsText(accounts: readonly string[]): string {
  if (accounts.length === 0) return 'In all accounts. The plan says first what is read.';
  return `In ${accounts.map((account) => toDisplayText(account, 20)).join(', ')}. The plan says first what is read.`;
}
