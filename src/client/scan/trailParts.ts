import { isFolder, type FolderElement, type TreeElement } from '../explorer/treeElement';

/** Account and region that a prefix of CloudTrail's layout names, as far down as it goes. */
export interface PrefixParts {
  readonly account?: string;
  readonly region?: string;
}

const account = /^(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?(\d{12}|unknown-account)\//;
const belowAccount = /(?:CloudTrail(?:-[A-Za-z]+)?\/(?:([a-z0-9-]+)\/)?)?/;
const layout = new RegExp(account.source + belowAccount.source);

/** `…AWSLogs/111122223333/` of a prefix at or below an account; any other prefix as it is. */
export function toAccountRoot(prefix: string): string {
  return account.exec(prefix)?.[0] ?? prefix;
}

export function parsePrefixParts(prefix: string): PrefixParts {
  const [, accountId, region] = layout.exec(prefix) ?? [];
  return { ...(accountId === undefined ? {} : { account: accountId }), ...(region === undefined ? {} : { region }) };
}

/** More levels than lie between a source and its regions. */
const maxDepth = 12;
const maxAtOnce = 8;

/**
 * Distinct accounts or regions below a node, from listing no further down than where they are named. `isWanted` leaves
 * out levels by what their prefix names so far.
 */
export async function listParts(
  from: FolderElement,
  part: keyof PrefixParts,
  isWanted: (parts: PrefixParts) => boolean,
  list: (folder: FolderElement) => Promise<readonly TreeElement[]>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  let level: readonly FolderElement[] = [from];
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const next: FolderElement[] = [];
    for (let at = 0; at < level.length; at += maxAtOnce) {
      const children = await Promise.all(level.slice(at, at + maxAtOnce).map(list));
      for (const child of children.flat()) {
        // What lies outside of the layout has no parts, and may be deep.
        if (!child.isA('container') || (child.node.level === 'folder' && depth > 2)) continue;
        const parts = parsePrefixParts(child.node.prefix);
        if (!isWanted(parts)) continue;
        const name = parts[part];
        if (name !== undefined) found.add(name);
        else if (isFolder(child)) next.push(child);
      }
    }
    level = next;
  }
  return [...found].sort();
}
