import type { RoleChain } from '../../engine/session/session';

/** How many colours there are; further accounts share them, and are told apart by their numbers as all are. */
export const accountColours = 6;

/** The accounts of a chain in order of their first appearance from the left, each with a colour from 1. */
export function toAccountColours({ nodes }: RoleChain): ReadonlyMap<string, number> {
  const colours = new Map<string, number>();
  for (const { account } of [...nodes].sort((a, b) => a.depth - b.depth)) {
    if (account !== undefined && !colours.has(account)) colours.set(account, (colours.size % accountColours) + 1);
  }
  return colours;
}
