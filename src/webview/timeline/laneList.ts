import type { TimelineLane } from '../../engine/timeline/timeline';
import { newButton, newElement } from '../table/element';
import { newIcon } from '../table/icon';
import { openMenu, type MenuItem } from '../table/popup';
import { toCount } from '../table/tableText';
import { toLaneSubject } from './laneSubject';
import type { PictureModel } from './pictureModel';
import { countOf } from './recordClasses';
import { laneWords, toClassesText, toLaneText, toRecordsText } from './timelineText';

export interface LaneListEvents {
  /** Narrow the table to the lane, or no longer. */
  readonly onNarrow: (value: string | null) => void;
  /** Open the value's own timeline. */
  readonly onOpen: (value: string | null) => void;
  readonly onCopy: (value: string) => void;
  readonly onMoreLanes: () => void;
}

interface Entry {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly name: HTMLElement;
  readonly count: HTMLElement;
}

/** The lanes' labels, which are also their list for the keyboard: one stop of the Tab key, arrows go between lanes. */
export class LaneList {
  readonly element: HTMLElement;
  private readonly list = newElement('ul', { class: 'lane-list', attributes: { 'aria-label': 'Lanes' } });
  private readonly rest = newElement('div', { class: 'lane-rest' });
  private readonly restText = newElement('span');
  private readonly more: HTMLButtonElement;
  private readonly entries: Entry[] = [];
  private lanes: readonly TimelineLane[] = [];
  private model: PictureModel | undefined;
  private current = 0;

  constructor(private readonly events: LaneListEvents) {
    this.more = newButton({ text: 'More lanes', class: 'link-button', onClick: events.onMoreLanes });
    this.rest.append(this.restText, this.more);
    this.element = newElement('div', { class: 'lane-side', children: [this.list, this.rest] });
    this.list.addEventListener('keydown', (event) => {
      if (!this.press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** `narrowed`: the value of the lane that the table shows alone; undefined: none. */
  show(model: PictureModel, narrowed: string | null | undefined): void {
    const { picture } = model;
    this.model = model;
    this.lanes = picture?.lanes ?? [];
    while (this.entries.length > this.lanes.length) this.entries.pop()?.element.remove();
    while (this.entries.length < this.lanes.length) this.add();
    this.current = Math.min(this.current, Math.max(0, this.lanes.length - 1));
    for (const [i, lane] of this.lanes.entries()) this.fill(i, lane, model, lane.value === narrowed);
    this.showRest(model);
  }

  private showRest({ picture, laneBy, shown }: PictureModel): void {
    const rest = picture?.rest;
    const hasRest = rest !== undefined && rest.lanes > 0;
    this.rest.hidden = !hasRest;
    this.more.hidden = !hasRest || this.lanes.length >= 200;
    const words = rest?.lanes === 1 ? laneWords[laneBy].one : laneWords[laneBy].many;
    this.restText.textContent = hasRest
      ? `and ${toCount(rest.lanes)} further ${words}: ${toRecordsText(countOf(rest.classes, shown))}`
      : '';
  }

  private add(): void {
    const index = this.entries.length;
    const name = newElement('span', { class: 'lane-name' });
    const count = newElement('span', { class: 'lane-count' });
    const button = newElement('button', {
      class: 'lane-label',
      attributes: { type: 'button', tabindex: '-1' },
      children: [name, count],
    });
    button.addEventListener('click', () => {
      this.focusAt(index, false);
      this.narrow(index);
    });
    button.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      this.openLaneMenu(index, button);
    });
    button.addEventListener('focus', () => {
      this.focusAt(index, false);
    });
    const menu = newButton({
      text: 'Actions',
      class: 'lane-menu',
      title: 'Actions of the lane',
      icon: newIcon('more'),
      attributes: { tabindex: '-1', 'aria-haspopup': 'true', 'aria-expanded': 'false' },
      onClick: () => {
        this.openLaneMenu(index, menu);
      },
    });
    const element = newElement('li', { class: 'lane', children: [button, menu] });
    this.entries.push({ element, button, name, count });
    this.list.append(element);
  }

  private fill(index: number, lane: TimelineLane, { laneBy, shown }: PictureModel, isNarrowed: boolean): void {
    const entry = this.entries[index];
    if (entry === undefined) return;
    const text = toLaneText(lane.value, laneBy);
    const count = countOf(lane.classes, shown);
    setText(entry.name, text);
    setText(entry.count, toCount(count));
    const classes = toClassesText(lane.classes, shown);
    entry.button.title = `${text}\n${toRecordsText(count)} in view${classes === '' ? '' : `: ${classes}`}\nClick or Space: only these in the table. Enter: their own timeline.`;
    entry.button.setAttribute('aria-label', `${text}, ${toRecordsText(count)}${classes === '' ? '' : `: ${classes}`}`);
    entry.button.setAttribute('aria-pressed', String(isNarrowed));
    entry.button.tabIndex = index === this.current ? 0 : -1;
    entry.element.classList.toggle('empty', count === 0);
    entry.element.classList.toggle('narrowed', isNarrowed);
  }

  /** True when the key was used. */
  private press(event: KeyboardEvent): boolean {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!(event.target instanceof HTMLButtonElement) || !event.target.classList.contains('lane-label')) return false;
    if (ctrlKey || metaKey || altKey) return false;
    const last = this.lanes.length - 1;
    if (key === 'ArrowDown') this.focusAt(Math.min(last, this.current + 1), true);
    else if (key === 'ArrowUp') this.focusAt(Math.max(0, this.current - 1), true);
    else if (key === 'Home') this.focusAt(0, true);
    else if (key === 'End') this.focusAt(last, true);
    else if (key === ' ') this.narrow(this.current);
    else if (key === 'Enter') this.open(this.current);
    else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) this.openLaneMenu(this.current, event.target);
    else return false;
    return true;
  }

  private focusAt(index: number, isMoved: boolean): void {
    const [before, now] = [this.entries[this.current], this.entries[index]];
    if (now === undefined) return;
    if (before !== undefined) before.button.tabIndex = -1;
    this.current = index;
    now.button.tabIndex = 0;
    if (isMoved) now.button.focus();
  }

  private narrow(index: number): void {
    const lane = this.lanes[index];
    if (lane !== undefined) this.events.onNarrow(lane.value);
  }

  private open(index: number): void {
    const lane = this.lanes[index];
    if (lane !== undefined) this.events.onOpen(lane.value);
  }

  private openLaneMenu(index: number, anchor: HTMLElement): void {
    const lane = this.lanes[index];
    if (lane === undefined || this.model === undefined) return;
    const { value } = lane;
    const own: readonly MenuItem[] =
      toLaneSubject(this.model.laneBy, value) === undefined
        ? []
        : [
            {
              text: 'Show Its Own Timeline',
              onChoose: () => {
                this.open(index);
              },
            },
          ];
    const copy: readonly MenuItem[] =
      value === null
        ? []
        : [
            {
              text: 'Copy Value',
              onChoose: () => {
                this.events.onCopy(value);
              },
            },
          ];
    const narrow = {
      text: 'Only These Records in the Table',
      onChoose: () => {
        this.narrow(index);
      },
    };
    openMenu(anchor, toLaneText(value, this.model.laneBy), [narrow, ...own, ...copy]);
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
