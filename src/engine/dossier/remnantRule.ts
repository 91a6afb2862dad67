import type { RemnantKind } from './dossier';
import { ownValue, type OriginalRecord } from './originalRecord';

/** Where a thing's names stand in a record: paths of `valuesAt`, or a function that gives whole things. */
export type ThingPaths = readonly string[] | ((record: OriginalRecord) => readonly (readonly string[])[]);

/** A later call that takes a thing back, or changes it again. */
export interface UndoRule {
  readonly calls: readonly string[];
  /** What this call names. */
  readonly by: ThingPaths;
  /** The thing's names that these are, by their places; the first ones when absent. */
  readonly at?: readonly number[];
  /** What it did to the thing: `deleted`, `made inactive`, `changed again`. */
  readonly how: string;
  /** Only where this path holds this text. */
  readonly when?: readonly [path: string, value: string];
  /** It ends a thing whose id is never used again: nothing can follow it, so it may have the same second. */
  readonly isFinal?: boolean;
  /** What makes the thing work again: then it counts as taken back no longer. */
  readonly redo?: RedoRule;
}

/** A call, of anyone, behind one that took a thing back. */
export interface RedoRule extends Pick<UndoRule, 'calls' | 'by' | 'at' | 'when'> {
  /** What became of the thing: `enabled again`. */
  readonly how: string;
}

/** Calls that leave something behind, and those that take it back. */
export interface RemnantRule {
  readonly kind: RemnantKind;
  readonly calls: readonly string[];
  /** What tells the thing from others in its `scope`: the same names, the same thing. */
  readonly by: ThingPaths;
  /** `{0}` and so on are the names. */
  readonly name: string;
  /** What was done, for `<text>.`, such as `created user {0}`. */
  readonly text: string;
  /** Added to the sentence: whom a policy lets in. Untrusted text. */
  readonly detail?: (record: OriginalRecord) => string | undefined;
  readonly undo: readonly UndoRule[];
  /** Names are the same thing all over the world, in an account, or in a region of an account. */
  readonly scope: 'global' | 'account' | 'region';
  /** The first name is an id that is never used again: what takes it back by that id may have the same second. */
  readonly isUnique?: boolean;
  /** A record that names no such thing leaves nothing behind: a sharing call that only takes back. */
  readonly needsNames?: boolean;
  /** Only where this path holds this text. */
  readonly when?: readonly [path: string, value: string];
}

const user = 'request.userName';
const role = 'request.roleName';

/** A thing that ends with the user, role … that it belongs to: IAM deletes these only without it. */
export function endsWith(what: string, call: string, path: string, at: number): UndoRule {
  return { calls: [call], by: [path], at: [at], how: `deleted with its ${what}` };
}

export function endsWithUser(at = 0): UndoRule {
  return endsWith('user', 'iam:DeleteUser', user, at);
}

export function endsWithRole(at = 0): UndoRule {
  return endsWith('role', 'iam:DeleteRole', role, at);
}

export function changedAgain(calls: readonly string[], by: ThingPaths, at?: readonly number[]): UndoRule {
  return { calls, by, how: 'changed again', ...(at === undefined ? {} : { at }) };
}

/** A thing that one call makes and another one deletes, by the same name or id. */
export function made(
  kind: RemnantRule['kind'],
  [call, undoCall]: readonly [string, string],
  [path, undoPath]: readonly [string, string],
  what: string,
  more: Partial<RemnantRule> = {},
): RemnantRule {
  return {
    kind,
    calls: [call],
    by: [path],
    name: `${what} {0}`,
    text: `created ${what} {0}`,
    undo: [{ calls: [undoCall], by: [undoPath], how: 'deleted' }],
    scope: 'region',
    ...more,
  };
}

/** A setting of a thing that one call writes and others delete. */
export function setting(
  kind: RemnantRule['kind'],
  calls: readonly string[],
  path: string | ThingPaths,
  what: string,
  undo: readonly UndoRule[],
  more: Partial<RemnantRule> = {},
): RemnantRule {
  const by = typeof path === 'string' ? [path] : path;
  const own = [changedAgain(calls, by), ...undo];
  return {
    kind,
    calls,
    by,
    name: `${what} {0}`,
    text: `changed the ${what} {0}`,
    undo: own,
    scope: 'region',
    ...more,
  };
}

/** Of calls that set some of a thing's settings and leave the others: a later one does not take back what this one set. */
export function inPart(rule: RemnantRule): RemnantRule {
  return { ...rule, undo: rule.undo.filter(({ how }) => how !== 'changed again'), detail: toParts };
}

const maxParts = 5;
const idParts = new Set(['instanceId', 'functionName', 'dBInstanceIdentifier', 'applyImmediately']);

/** `it set userData, groupSet`: the names of the parameters. */
function toParts({ requestParameters }: OriginalRecord): string | undefined {
  if (typeof requestParameters !== 'object' || requestParameters === null) return undefined;
  const names = Object.keys(requestParameters).filter(
    (name) => !idParts.has(name) && ownValue(requestParameters, name) !== null,
  );
  if (names.length === 0) return undefined;
  return `it set ${names.slice(0, maxParts).join(', ')}${names.length > maxParts ? ' and others' : ''}`;
}
