import type { TimelineSubject } from '../../engine/timeline/timeline';

/**
 * A subject that the editor kept, or that a command was called with: undefined when it is none. The members are in one
 * order, so that equal subjects are equal as text.
 */
export function parseTimelineSubject(stored: unknown): TimelineSubject | undefined {
  if (!isObject(stored)) return undefined;
  const { kind, id, keys, title, text } = stored;
  switch (kind) {
    case 'principal':
    case 'key':
    case 'resource':
    case 'address':
    case 'account':
      return typeof id === 'string' && id !== '' ? { kind, id } : undefined;
    case 'chain':
      return isTextList(keys) && keys.length > 0 && typeof title === 'string' ? { kind, keys, title } : undefined;
    case 'query':
      return typeof text === 'string' ? { kind, text } : undefined;
    default:
      return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
