import { toDisplayText } from '../../base/displayText';
import type { SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';

export interface SubjectText {
  /** An icon of VS Code's. */
  readonly icon: string;
  /** What kind of thing it is: `session`, `access key` … */
  readonly kind: string;
  /** What tells it apart, short: untrusted text, made safe to show. */
  readonly name: string;
}

const maxName = 80;

export function toSubjectText(subject: TimelineSubject): SubjectText {
  switch (subject.kind) {
    case 'principal':
      return toPrincipalText(subject.id);
    case 'key':
      return { icon: 'key', kind: 'access key', name: toDisplayText(subject.id, maxName) };
    case 'resource':
      return { icon: 'symbol-misc', kind: 'resource', name: toDisplayText(subject.id, maxName) };
    case 'address':
      return { icon: 'globe', kind: 'address', name: toDisplayText(subject.id, maxName) };
    case 'account':
      return { icon: 'organization', kind: 'account', name: toDisplayText(subject.id, maxName) };
    case 'chain':
      return { icon: 'git-merge', kind: 'role chain', name: toDisplayText(subject.title, maxName) };
    case 'query': {
      const text = subject.text.trim();
      return { icon: 'search', kind: 'search', name: text === '' ? 'every record' : toDisplayText(text, maxName) };
    }
    default:
      return subject satisfies never;
  }
}

export function toSessionSubjectText(subject: SessionSubject): SubjectText {
  if (subject.kind === 'key') return toSubjectText({ kind: 'key', id: subject.id });
  return toPrincipalText(subject.arn);
}

/** Of the editor's tab, until the server names it: `Timeline of Admin / alice`. */
export function toTimelineTitle(subject: TimelineSubject): string {
  const { name } = toSubjectText(subject);
  // Numbers and keys alone would not say what they are.
  return `Timeline of ${subject.kind === 'key' || subject.kind === 'account' ? `${subject.kind} ` : ''}${name}`;
}

/** `…:assumed-role/<role>/<session>`, `…:role/<path>/<role>`, `…:user/<path>/<user>`, `…:root`; ids as they are. */
function toPrincipalText(id: string): SubjectText {
  const resource = /^arn:[^:]*:(?:iam|sts):[^:]*:[^:]*:(.+)$/s.exec(id)?.[1];
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(id)?.[1];
  const [type, ...path] = (resource ?? '').split('/');
  const last = path.at(-1) ?? '';
  const toText = (icon: string, kind: string, name: string): SubjectText => ({
    icon,
    kind,
    name: toDisplayText(name, maxName),
  });
  if (type === 'assumed-role') return toText('person', 'session', path.join(' / '));
  if (type === 'federated-user') return toText('person', 'federated user', last);
  if (type === 'role') return toText('shield', 'role', last);
  if (type === 'user') return toText('account', 'user', last);
  if (resource === 'root') return toText('account', 'root user', account === undefined ? 'root' : `root of ${account}`);
  return toText('account', 'principal', id);
}
