import { StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import type { Disposable } from '../base/lifecycle';
import { UserError } from '../base/errors';
import type { Place } from './search/place';

const priority = 50;

/** A kind of work that takes a while, and how it is told. */
export interface Work<P> {
  readonly id: `trailcase.${string}`;
  /** What the status bar's menu calls it. */
  readonly name: string;
  /** What a click runs. */
  readonly command: `trailcase.${string}`;
  /** `Indexing`: while nothing is known of it. */
  readonly title: string;
  /** `is being indexed` */
  readonly passive: string;
  readonly toStatus: (progress: P) => string;
  readonly toMessage: (progress: P) => string;
}

/** The work of one kind that runs, at most one of a source, in the status bar. */
export class WorkStatus<P> implements Disposable {
  private readonly running = new Map<string, { readonly place: Place; progress: P | undefined }>();
  private item: StatusBarItem | undefined;

  constructor(private readonly work: Work<P>) {}

  /** Throws a UserError while the same work is done for the source: two would read the same logs twice. */
  begin(place: Place): Disposable {
    const { sourceId } = place.scope;
    if (this.running.has(sourceId)) {
      throw new UserError('invalidInput', `“${place.root.label}” ${this.work.passive} already.`, {
        nextStep: 'Wait until that is done, or cancel it in its notification.',
      });
    }
    this.running.set(sourceId, { place, progress: undefined });
    this.update();
    return {
      dispose: () => {
        this.running.delete(sourceId);
        this.update();
      },
    };
  }

  /** Undefined: nothing is under way, because the user is asked. */
  report({ scope }: Place, progress: P | undefined): void {
    const running = this.running.get(scope.sourceId);
    if (running === undefined) return;
    running.progress = progress;
    this.update();
  }

  dispose(): void {
    this.item?.dispose();
  }

  private update(): void {
    const all = [...this.running.values()];
    const [first] = all;
    if (first === undefined) {
      this.item?.hide();
      return;
    }
    this.item ??= this.newItem();
    const text = first.progress === undefined ? this.work.title : this.work.toStatus(first.progress);
    this.item.text = `$(sync~spin) ${text}${all.length > 1 ? ` (1 of ${all.length})` : ''}`;
    this.item.tooltip = all.map(({ place, progress }) => this.toLine(place, progress)).join('\n');
    this.item.show();
  }

  private toLine({ title }: Place, progress: P | undefined): string {
    return progress === undefined ? title : `${title}: ${this.work.toMessage(progress)}`;
  }

  private newItem(): StatusBarItem {
    const { id, name, command } = this.work;
    const item = window.createStatusBarItem(id, StatusBarAlignment.Left, priority);
    item.name = name;
    item.command = command;
    return item;
  }
}
