import { EventEmitter, FileDecoration, ThemeColor, window, type FileDecorationProvider, type Uri } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { documentScheme, localAuthority } from '../../protocol/documentUri';
import type { ValidationBadge } from '../../protocol/validationRequests';
import { parseDocumentUri } from '../documents/documentUri';
import { toBadgeColor, toBadgeLetter, toBadgeLines } from './badgeText';
import type { ValidationBadges } from './validationBadges';

/** The badges as file decorations: of the nodes of the tree, and of the tabs of logs. */
export class BadgeDecorations implements FileDecorationProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<undefined>());
  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(private readonly badges: Pick<ValidationBadges, 'find' | 'request'>) {
    this.store.add(window.registerFileDecorationProvider(this));
  }

  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    if (uri.scheme !== documentScheme || uri.authority === localAuthority) return undefined;
    const address = parseDocumentUri(uri);
    if (address === undefined) return undefined;
    const badge = this.badges.find(address.sourceId, address.key);
    if (badge !== undefined) return toDecoration(badge);
    this.badges.request(address.sourceId, address.key);
    return undefined;
  }

  /** What is shown is asked for anew. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.store.dispose();
  }
}

function toDecoration(badge: ValidationBadge): FileDecoration {
  const color = toBadgeColor(badge);
  const decoration = new FileDecoration(
    toBadgeLetter(badge),
    toBadgeLines(badge).join('\n'),
    color === undefined ? undefined : new ThemeColor(color),
  );
  // A folder's own badge says what is worst below it.
  decoration.propagate = false;
  return decoration;
}
