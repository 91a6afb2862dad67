import type { AssumedKey } from './assumedKeys';

/** Who signed with a key, as some of its records say. */
export interface KeyUser {
  readonly accessKeyId: string;
  readonly arn: string | undefined;
  readonly principalId: string | undefined;
}

/** A key that others used as well: only records of these ARNs, or without an ARN of these principal ids, are meant. */
export interface OwnedKey {
  readonly accessKeyId: string;
  readonly arns: readonly string[];
  readonly principalIds: readonly string[];
}

/** The identities that used one key: those that share an ARN or a principal id are one. Records that name nobody are left out. */
export function listIdentities(users: readonly KeyUser[], accessKeyId: string): readonly (readonly KeyUser[])[] {
  const groups: KeyUser[][] = [];
  for (const user of users) {
    if (user.accessKeyId !== accessKeyId || (user.arn === undefined && user.principalId === undefined)) continue;
    const own = groups.filter((group) => group.some((one) => isSame(one, user)));
    const [first, ...others] = own;
    if (first === undefined) groups.push([user]);
    else first.push(user, ...others.flat());
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups;
}

/** Of keys of assumed sessions those that others used, too: what the others did is not the sessions'. */
export function listOwned(keys: readonly AssumedKey[], users: readonly KeyUser[]): readonly OwnedKey[] {
  const usersByKey = byKey(users);
  return [...byKey(keys)].flatMap(([accessKeyId, sessions]) => {
    const identities = listIdentities(usersByKey.get(accessKeyId) ?? [], accessKeyId);
    const arns = new Set(sessions.flatMap(({ arn }) => arn ?? []));
    const own = identities.filter((group) => group.some(({ arn }) => arn !== undefined && arns.has(arn)));
    if (identities.length < 2 || own.length === identities.length) return [];
    const all = own.flat();
    return [
      {
        accessKeyId,
        arns: [...new Set([...arns, ...all.flatMap(({ arn }) => arn ?? [])])],
        principalIds: [...new Set(all.flatMap(({ principalId }) => principalId ?? []))],
      },
    ];
  });
}

function byKey<T extends { readonly accessKeyId: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const others = found.get(one.accessKeyId);
    if (others === undefined) found.set(one.accessKeyId, [one]);
    else others.push(one);
  }
  return found;
}

function isSame(a: KeyUser, b: KeyUser): boolean {
  return (a.arn !== undefined && a.arn === b.arn) || (a.principalId !== undefined && a.principalId === b.principalId);
}
