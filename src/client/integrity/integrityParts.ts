import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { BadgeDecorations } from './badgeDecorations';
import type { IntegrityTreeOptions } from './integrityTree';
import { IntegrityView } from './integrityView';
import { ValidationBadges } from './validationBadges';

export interface IntegrityPartsOptions extends Omit<IntegrityTreeOptions, 'onDidChange'> {
  /** Draws a source's nodes in the trails anew. */
  readonly redraw: (sourceId: string) => Promise<void>;
}

/** All that shows what validations found: the view, and the badges of trails and tabs. Owns them. */
export class IntegrityParts implements Disposable {
  private readonly store = new DisposableStore();
  private readonly decorations: BadgeDecorations;
  readonly badges: ValidationBadges;
  readonly view: IntegrityView;

  constructor(private readonly options: IntegrityPartsOptions) {
    this.badges = new ValidationBadges({
      ...options,
      onDidLearn: () => {
        this.decorations.refresh();
      },
    });
    this.decorations = this.store.add(new BadgeDecorations(this.badges));
    this.view = this.store.add(new IntegrityView(options));
  }

  /** A source was validated, or what was found of it was deleted. */
  showChange(sourceId: string): void {
    this.badges.forget(sourceId);
    this.decorations.refresh();
    void this.options.redraw(sourceId);
    this.showSources();
  }

  /** Sources came or went. */
  showSources(): void {
    this.view.refresh().catch((error: unknown) => {
      this.options.log.error('Cannot show the validations anew:', error);
    });
  }

  dispose(): void {
    this.store.dispose();
  }
}
