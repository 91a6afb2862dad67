import type { LaneField, LaneMark, RecordClass } from '../../engine/timeline/timeline';
import type {
  SavedTimeline,
  TimelineCopy,
  TimelineHostMessage,
  TimelineView,
  TimelineViewMessage,
} from '../../protocol/timelineMessages';
import { newElement } from '../table/element';
import { newEmptyView, newPageFailure } from '../table/stateView';
import { toLaneSubject } from './laneSubject';
import { PictureView } from './pictureView';
import { RecordsBar } from './recordsBar';
import { RecordsTable } from './recordsTable';
import { newSplitter } from './splitter';
import { zoomStep } from './timeKeys';
import { toSummaryText, toViewText } from './timelineText';
import { TimelineToolbar } from './timelineToolbar';
import { zoomAtCentre, type TimeRange } from './timeRange';
import { ViewState } from './viewState';

export interface TimelinePanelEvents {
  readonly tell: (message: TimelineViewMessage) => void;
  readonly newId: () => number;
  readonly say: (text: string, isWarning?: boolean) => void;
  /** Something changed that `saved` holds. */
  readonly onChanged: () => void;
}

type Answer = Extract<TimelineHostMessage, { readonly requestId: number }>;

/** The table and the words follow once the view rests. */
const tableDelayMs = 120;
const summaryDelayMs = 700;

/** One timeline: what is in view, and the two halves that show it, linked both ways. */
export class TimelinePanel {
  readonly main = newElement('div', { class: 'timeline' });
  readonly toolbar: TimelineToolbar;
  private readonly state: ViewState;
  private readonly picture: PictureView;
  private readonly table: RecordsTable;
  private readonly bar: RecordsBar;
  private readonly summary = newElement('p', { class: 'sr-only', attributes: { 'aria-live': 'polite' } });
  private activeKey = '';
  private banner: HTMLElement | undefined;
  private tableTimer: ReturnType<typeof setTimeout> | undefined;
  private summaryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly shown: TimelineView,
    start: SavedTimeline,
    private readonly events: TimelinePanelEvents,
  ) {
    this.state = new ViewState(shown, start);
    this.toolbar = this.newToolbar();
    this.table = this.newTable(start);
    this.picture = this.newPicture();
    this.bar = new RecordsBar({
      onWiden: () => {
        this.narrow(undefined);
      },
      onCopy: (format) => {
        this.copy(format);
      },
      onCopyCell: () => {
        const value = this.table.activeValue;
        if (value === undefined) events.say('Go to a cell first: by a click, or with the arrow keys', true);
        else events.tell({ kind: 'copyText', what: value.column, text: value.text });
      },
    });
    this.build();
  }

  /** For `vscode.setState`. */
  get saved(): SavedTimeline {
    const { activeId, activePlace, descending } = this.table;
    return {
      identity: this.shown.identity,
      ...this.state.toSaved(),
      descending,
      resultId: this.shown.resultId,
      ...(activeId === undefined ? {} : { activeId }),
      ...(activePlace === undefined ? {} : { activeRow: activePlace }),
    };
  }

  accept(answer: Answer): void {
    switch (answer.kind) {
      case 'picture':
        if (!this.picture.accept(answer.requestId, answer.picture)) break;
        this.showFailure(undefined);
        this.tellSoon();
        break;
      case 'rows':
        this.table.acceptRows(answer.requestId, answer.rows);
        break;
      case 'rowOf':
        this.table.acceptRowOf(answer.requestId, answer.row);
        break;
      case 'askFailed': {
        const retry = (): void => {
          this.events.tell({ kind: 'retry' });
        };
        const isMine = this.picture.fail(answer.requestId) || this.table.fail(answer.requestId);
        if (isMine) this.showFailure(newPageFailure(answer.failure, retry));
        break;
      }
      case 'draw':
        this.export(answer.requestId, answer.format);
        break;
      default:
        answer satisfies never;
    }
  }

  command(command: 'zoomIn' | 'zoomOut' | 'reset' | 'toggleTime'): void {
    const { view, extent } = this.state;
    if (command === 'zoomIn') this.setView(zoomAtCentre(view, extent, zoomStep));
    else if (command === 'zoomOut') this.setView(zoomAtCentre(view, extent, 1 / zoomStep));
    else if (command === 'reset') this.reset();
    else this.toggleTime();
  }

  get hasRowFocus(): boolean {
    return this.table.hasFocus;
  }

  /** The chosen rows; where the keyboard is when none is chosen. */
  copy(format: TimelineCopy): void {
    const { chosen, descending, exportColumns: columns } = this.table;
    if (chosen.length === 0) return;
    const { filter } = this.state;
    this.events.tell({ kind: 'copyRows', format, rows: chosen, filter, descending, columns });
  }

  /** Another theme, or another size of it. */
  restyle(): void {
    this.picture.restyle();
  }

  focus(): void {
    this.picture.element.focus();
  }

  dispose(): void {
    clearTimeout(this.tableTimer);
    clearTimeout(this.summaryTimer);
    this.picture.dispose();
  }

  private build(): void {
    const { summary, coverage } = this.shown;
    const { element } = this.picture;
    if (summary.count === 0) {
      this.main.append(element, newEmptyView(coverage.isComplete, 'records'));
      this.main.classList.add('nothing');
    } else {
      const splitter = newSplitter(element, this.state.split, (split, isSettled) => {
        this.state.split = split;
        if (isSettled) this.events.onChanged();
      });
      const records = newElement('section', {
        class: 'records',
        attributes: { 'aria-label': 'Records in view' },
        children: [this.bar.element, this.table.element],
      });
      this.main.append(element, splitter, records);
    }
    this.main.append(this.summary);
    this.showToolbar();
    this.showBar(undefined);
  }

  private newToolbar(): TimelineToolbar {
    const { tell } = this.events;
    return new TimelineToolbar(this.shown, {
      onLaneBy: (by) => {
        this.setLaneBy(by);
      },
      onClass: (name) => {
        this.toggle(name);
      },
      onZoom: (what) => {
        this.command(what);
      },
      onTime: () => {
        this.toggleTime();
      },
      onExport: (format) => {
        const { descending, exportColumns } = this.table;
        tell({ kind: 'export', format, filter: this.state.filter, descending, columns: exportColumns });
      },
      onEditQuery: () => {
        tell({ kind: 'editQuery' });
      },
      onValidate: () => {
        tell({ kind: 'validate' });
      },
      onRefresh: () => {
        tell({ kind: 'retry' });
      },
    });
  }

  private newPicture(): PictureView {
    const { tell, newId, say } = this.events;
    return new PictureView(this.shown, this.state, {
      newId,
      ask: (requestId, picture) => {
        tell({ kind: 'askPicture', requestId, picture });
      },
      drop: (requestId) => {
        tell({ kind: 'drop', requestId });
      },
      getActive: () => this.table.findActive(this.state.laneBy),
      onView: (view) => {
        this.setView(view);
      },
      onReset: () => {
        this.reset();
      },
      onMark: (mark, value) => {
        this.pointAt(mark, value);
      },
      onFirstSeen: ({ id, time }) => {
        const { view } = this.state;
        if (time < view.from || time >= view.to) this.reset();
        this.narrow(undefined);
        this.table.point(id);
      },
      onNarrow: (value) => {
        this.narrow(this.state.narrowed === value ? undefined : value);
      },
      onOpen: (value) => {
        const subject = toLaneSubject(this.state.laneBy, value);
        if (subject !== undefined) tell({ kind: 'openSubject', subject });
        else say('Records without a value have no timeline of their own', true);
      },
      onCopy: (value) => {
        tell({ kind: 'copyText', what: this.state.laneBy, text: value });
      },
      onIndexGap: (gap) => {
        tell({ kind: 'indexGap', gap });
      },
    });
  }

  private newTable({ descending, activeId, activeRow, resultId }: SavedTimeline): RecordsTable {
    const { tell, newId, say, onChanged } = this.events;
    const events = {
      tell,
      newId,
      say,
      onActive: () => {
        this.followRow();
      },
      onSorted: onChanged,
      onSelected: (count: number) => {
        this.bar.showSelected(count);
      },
      onTotal: (total: number | undefined) => {
        this.showBar(total);
      },
      onNotThere: () => {
        say('The table does not show that record now: it is outside of the view, or its kind is hidden', true);
      },
    };
    const { filter, usesLocalTime } = this.state;
    const chosen =
      resultId === this.shown.resultId ? { activeId, activeRow: undefined } : { activeId: undefined, activeRow };
    return new RecordsTable(events, { filter, descending, usesLocalTime, ...chosen });
  }

  private setView(view: TimeRange): void {
    if (!this.state.setView(view)) return;
    this.picture.ask();
    this.picture.rankSoon();
    this.picture.redraw(false);
    clearTimeout(this.tableTimer);
    this.tableTimer = setTimeout(() => {
      this.showTable();
    }, tableDelayMs);
    this.events.onChanged();
  }

  private reset(): void {
    this.picture.rank();
    this.setView(this.state.extent);
  }

  private setLaneBy(by: LaneField): void {
    this.state.laneBy = by;
    this.narrow(undefined);
    this.picture.restart();
    this.changed();
  }

  private toggle(name: RecordClass): void {
    if (!this.state.toggle(name)) {
      this.events.say('One kind of records stays in the picture', true);
      return;
    }
    this.changed();
    this.showTable();
  }

  private toggleTime(): void {
    const { state, table } = this;
    state.usesLocalTime = !state.usesLocalTime;
    table.setLocalTime(state.usesLocalTime);
    this.changed();
    this.showBar(table.isWaiting ? undefined : table.total);
    this.events.say(state.usesLocalTime ? 'Times are local; the table has both' : 'Times are UTC');
  }

  private changed(): void {
    this.showToolbar();
    this.picture.redraw(true);
    this.tellSoon();
    this.events.onChanged();
  }

  /** To one lane of those that are drawn; undefined: to none. */
  private narrow(value: string | null | undefined): void {
    this.state.lane = value === undefined ? undefined : { by: this.state.laneBy, value };
    this.showTable();
    this.picture.redraw(false);
    this.events.onChanged();
  }

  private pointAt(mark: LaneMark, value: string | null): void {
    // The table may be narrowed to another lane.
    if (this.state.lane !== undefined && this.state.narrowed !== value) this.narrow(undefined);
    this.showTable();
    this.table.point(mark.id);
  }

  private followRow(): void {
    const key = JSON.stringify(this.table.findActive(this.state.laneBy) ?? null);
    if (key === this.activeKey) return;
    this.activeKey = key;
    this.picture.redraw(false);
    this.events.onChanged();
  }

  private showTable(): void {
    clearTimeout(this.tableTimer);
    this.table.show(this.state.filter);
  }

  private showToolbar(): void {
    const { laneBy, classes, usesLocalTime } = this.state;
    this.toolbar.show({ laneBy, shown: classes, usesLocalTime });
  }

  private showBar(total: number | undefined): void {
    const { view, usesLocalTime, lane, isWhole } = this.state;
    this.bar.show({ total, view, isWhole, usesLocalTime, lane });
  }

  private tellSoon(): void {
    clearTimeout(this.summaryTimer);
    this.summaryTimer = setTimeout(() => {
      const { picture } = this.picture;
      if (picture === undefined) return;
      const { view, classes, usesLocalTime } = this.state;
      this.summary.textContent = toViewText(picture, view, classes, usesLocalTime);
    }, summaryDelayMs);
  }

  private export(requestId: number, format: 'png' | 'svg'): void {
    const { identity, summary, coverage } = this.shown;
    const words = { title: identity.title, summary: toSummaryText(summary), coverage: coverage.text };
    try {
      this.events.tell({ kind: 'drawn', requestId, data: this.picture.export(words, format) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.events.tell({ kind: 'drawFailed', requestId, message });
    }
  }

  private showFailure(banner: HTMLElement | undefined): void {
    this.banner?.remove();
    this.banner = banner;
    if (banner !== undefined) this.main.prepend(banner);
  }
}
