import { toDisplayText } from '../../base/displayText';
import type { RoleChain, SessionSubject } from '../../engine/session/session';

/** Of the editor's tab: `Role chain: ASIA…`. Safe to show. */
export function toChainTitle(subject: SessionSubject): string {
  const name = subject.kind === 'key' ? subject.id : subject.arn.slice(subject.arn.indexOf('/') + 1);
  return `Role chain: ${toDisplayText(name === '' ? '?' : name, 60)}`;
}

/** Once it is known whose it is: `Role chain of orders-migration / change-4711`. Safe to show. */
export function toAnsweredTitle({ start, nodes }: RoleChain, title: string): string {
  const name = nodes.find(({ id }) => id === start)?.name.trim() ?? '';
  return name === '' ? title : `Role chain of ${toDisplayText(name, 60)}`;
}

export function toDossierTitle(accessKeyId: string): string {
  return `Dossier: ${toDisplayText(accessKeyId, 60)}`;
}

/** For a file: nothing of it can leave its folder, be hidden, or mean something to a shell. */
export function toFileName(prefix: string, name: string): string {
  const plain = name.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
  return `${prefix}-${plain === '' ? 'unnamed' : plain.slice(0, 60)}`;
}
