import type { SourceRoot } from '../../protocol/requests';

export interface PlaceInRoot {
  readonly root: SourceRoot;
  readonly key: string;
}

/** The configured local source that holds a file on disk: the innermost one, when several do. */
export function findLocalRoot(roots: readonly SourceRoot[], path: string): PlaceInRoot | undefined {
  const file = toSlashes(path);
  let best: { readonly root: SourceRoot; readonly folder: string } | undefined;
  for (const root of roots) {
    if (!root.isLocal) continue;
    const folder = `${toSlashes(root.location).replace(/\/+$/, '')}/`;
    if (file.startsWith(folder) && folder.length > (best?.folder.length ?? 0)) best = { root, folder };
  }
  return best === undefined ? undefined : { root: best.root, key: file.slice(best.folder.length) };
}

/** One spelling per path: `/` between folders, none before a drive, and drives in lower case as VS Code writes them. */
function toSlashes(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^\/(?=[A-Za-z]:)/, '')
    .replace(/^[A-Z](?=:)/, (drive) => drive.toLowerCase());
}
