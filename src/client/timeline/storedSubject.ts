import type { ChainSubject, TimelineSubject } from '../../engine/timeline/timeline';

/**
 * A subject that the editor kept, or that a command was called with: undefined when it is none. The members are in one
 * order, so that equal subjects are equal as text.
 */
export function parseTimelineSubject(stored: unknown): TimelineSubject | undefined {
  if (!isObject(stored)) return undefined;
  const { kind, id, text } = stored;
  switch (kind) {
    case 'principal':
    case 'key':
    case 'resource':
    case 'address':
    case 'account':
      return typeof id === 'string' && id !== '' ? { kind, id } : undefined;
    case 'chain':
      return parseChain(stored);
    case 'query':
      return typeof text === 'string' ? { kind, text } : undefined;
    default:
      return undefined;
  }
}

function parseChain({ keys, title, eventIds, sessions }: Readonly<Record<string, unknown>>): ChainSubject | undefined {
  if (!isTextList(keys) || typeof title !== 'string') return undefined;
  const ids = isTextList(eventIds) ? eventIds : [];
  const keyless = Array.isArray(sessions) ? sessions.flatMap(parseKeyless) : [];
  if (keys.length + ids.length + keyless.length === 0) return undefined;
  return {
    kind: 'chain',
    keys,
    title,
    ...(ids.length === 0 ? {} : { eventIds: ids }),
    ...(keyless.length === 0 ? {} : { sessions: keyless }),
  };
}

function parseKeyless(stored: unknown): NonNullable<ChainSubject['sessions']> {
  if (!isObject(stored)) return [];
  const { arn, creationTime } = stored;
  if (typeof arn !== 'string' || arn === '') return [];
  return [{ arn, ...(typeof creationTime === 'number' ? { creationTime } : {}) }];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
