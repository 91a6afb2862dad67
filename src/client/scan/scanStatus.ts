import { StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import { UserError } from '../../base/errors';
import type { ScanProgress } from '../../protocol/searchRequests';
import type { Place } from '../search/place';
import { toScanMessage, toScanStatus } from './scanText';

const priority = 50;

/** The scans that run, at most one of a source, in the status bar. A click shows the coverage. */
export class ScanStatus implements Disposable {
  private readonly running = new Map<string, { readonly place: Place; progress: ScanProgress | undefined }>();
  private item: StatusBarItem | undefined;

  /** Throws a UserError while a scan of the source runs: two would read the same logs twice. */
  begin(place: Place): Disposable {
    const { sourceId } = place.scope;
    if (this.running.has(sourceId)) {
      throw new UserError('invalidInput', `“${place.root.label}” is being indexed already.`, {
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
  report({ scope }: Place, progress: ScanProgress | undefined): void {
    const scan = this.running.get(scope.sourceId);
    if (scan === undefined) return;
    scan.progress = progress;
    this.update();
  }

  dispose(): void {
    this.item?.dispose();
  }

  private update(): void {
    const scans = [...this.running.values()];
    const [first] = scans;
    if (first === undefined) {
      this.item?.hide();
      return;
    }
    this.item ??= newItem();
    const text = first.progress === undefined ? 'Indexing' : toScanStatus(first.progress);
    this.item.text = `$(sync~spin) ${text}${scans.length > 1 ? ` (1 of ${scans.length})` : ''}`;
    this.item.tooltip = scans.map(({ place, progress }) => toLine(place, progress)).join('\n');
    this.item.show();
  }
}

function toLine({ title }: Place, progress: ScanProgress | undefined): string {
  return progress === undefined ? title : `${title}: ${toScanMessage(progress)}`;
}

function newItem(): StatusBarItem {
  const item = window.createStatusBarItem('trailcase.scan', StatusBarAlignment.Left, priority);
  item.name = 'CloudTrail Indexing';
  item.command = 'trailcase.showCoverage';
  return item;
}
