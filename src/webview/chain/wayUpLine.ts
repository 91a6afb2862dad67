import type { RoleChain } from '../../engine/session/session';
import { newElement } from '../table/element';
import { newIcon } from '../table/icon';
import { newLink } from './factList';
import { toWayUp } from './wayUp';

/** The answer in words, above the graph; each name selects its node. Undefined where the start is who it was. */
export function newWayUp(chain: RoleChain, onNode: (nodeId: string) => void): HTMLElement | undefined {
  const { steps, end } = toWayUp(chain);
  if (steps.length < 2 && end === undefined) return undefined;
  const links = steps.flatMap(({ nodeId, text, isInferred }, i): readonly Node[] => {
    const link = newLink(text, 'Select it', () => {
      onNode(nodeId);
    });
    if (i === steps.length - 1) return [link];
    return [link, newElement('span', { class: 'way-arrow', text: isInferred ? ' ⇢ (inferred) ' : ' → ' })];
  });
  const begin = end === undefined ? [] : [newElement('em', { text: end }), new Text(' → ')];
  const words = newElement('span', {
    children: [newElement('strong', { text: 'Who it was. ' }), ...begin, ...links],
  });
  const isProven = !steps.some(({ isInferred }) => isInferred);
  const [look, icon] =
    end !== undefined
      ? (['warning', 'warning'] as const)
      : isProven
        ? (['fine', 'check'] as const)
        : (['plain', 'info'] as const);
  return newElement('p', {
    class: `statement way-up ${look}`,
    attributes: { role: 'note', 'aria-label': 'Who it was' },
    children: [newIcon(icon), words],
  });
}
