import type { SessionSubject } from '../../engine/session/session';
import type { SavedChain, SavedDossier } from '../../protocol/sessionMessages';

/** What the editor kept of a role chain over a reload, perhaps by another version: undefined when it cannot be used. */
export function parseSavedChain(stored: unknown): SavedChain | undefined {
  if (!isObject(stored)) return undefined;
  const { sourceId, title, selected, zoom, view, openGroups } = stored;
  const subject = parseSessionSubject(stored['subject']);
  if (typeof sourceId !== 'string' || typeof title !== 'string' || subject === undefined) return undefined;
  return {
    sourceId,
    subject,
    title,
    ...(typeof selected === 'string' ? { selected } : {}),
    ...(isPositive(zoom) ? { zoom } : {}),
    ...(view === 'graph' || view === 'list' ? { view } : {}),
    ...(isTextList(openGroups) ? { openGroups } : {}),
  };
}

export function parseSavedDossier(stored: unknown): SavedDossier | undefined {
  if (!isObject(stored)) return undefined;
  const { sourceId, accessKeyId, withAssumed, scrollTop } = stored;
  if (typeof sourceId !== 'string' || typeof accessKeyId !== 'string') return undefined;
  return {
    sourceId,
    accessKeyId,
    withAssumed: withAssumed === true,
    ...(isPositive(scrollTop) ? { scrollTop } : {}),
  };
}

/** The same members in the same order, so that two subjects that are equal are so as text. */
export function parseSessionSubject(stored: unknown): SessionSubject | undefined {
  if (!isObject(stored)) return undefined;
  const { kind, id, arn, time } = stored;
  if (kind === 'key' && typeof id === 'string') return { kind, id };
  if (kind === 'session' && typeof arn === 'string') {
    return { kind, arn, ...(typeof time === 'number' && Number.isFinite(time) ? { time } : {}) };
  }
  if (kind === 'principal' && typeof arn === 'string') return { kind, arn };
  return undefined;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
