import type { SavedTimeline, TimelineCopy } from '../../protocol/timelineMessages';
import { newButton, newElement } from '../table/element';
import { newIcon } from '../table/icon';
import { openMenu } from '../table/popup';
import { toCount } from '../table/tableText';
import { laneWords, toLaneText, toRangeText, toRecordsText } from './timelineText';
import type { TimeRange } from './timeRange';

export interface RecordsBarState {
  /** Undefined while it is not known. */
  readonly total: number | undefined;
  readonly view: TimeRange;
  readonly isWhole: boolean;
  readonly usesLocalTime: boolean;
  readonly lane: SavedTimeline['lane'];
}

export interface RecordsBarEvents {
  readonly onWiden: () => void;
  readonly onCopy: (format: TimelineCopy) => void;
  readonly onCopyCell: () => void;
}

/** What stands above the table: which records it shows. */
export class RecordsBar {
  readonly element: HTMLElement;
  private readonly words = newElement('span', { class: 'records-words' });
  private readonly chip: HTMLElement;
  private readonly chipText = newElement('span', { class: 'chip-text' });

  private readonly selected = newElement('span', { class: 'dim' });

  constructor({ onWiden, onCopy, onCopyCell }: RecordsBarEvents) {
    const close = newButton({
      text: 'Show all',
      class: 'chip-close',
      title: 'Show the records of all lanes',
      icon: newIcon('close'),
      onClick: onWiden,
    });
    this.chip = newElement('span', { class: 'chip', children: [this.chipText, close] });
    const copy = newButton({
      text: 'Copy',
      icon: newIcon('copy'),
      attributes: { 'aria-haspopup': 'true', 'aria-expanded': 'false' },
      onClick: () => {
        openMenu(copy, 'Copy', [
          {
            text: 'Copy Rows as Tab-Separated Text',
            onChoose: () => {
              onCopy('tsv');
            },
          },
          {
            text: 'Copy Records as JSON Lines',
            onChoose: () => {
              onCopy('jsonl');
            },
          },
          { text: 'Copy Value of the Cell', onChoose: onCopyCell },
        ]);
      },
    });
    copy.classList.add('copy-rows');
    this.element = newElement('div', {
      class: 'records-bar',
      children: [this.words, this.chip, this.selected, copy],
    });
  }

  /** One row alone is where the keyboard is. */
  showSelected(count: number): void {
    this.selected.textContent = count > 1 ? `${toCount(count)} selected` : '';
  }

  show({ total, view, isWhole, usesLocalTime, lane }: RecordsBarState): void {
    const count = total === undefined ? '… records' : toRecordsText(total);
    this.words.textContent = `${count} in ${isWhole ? 'the whole period' : 'view'}: ${toRangeText(view, usesLocalTime)}`;
    this.words.title = this.words.textContent;
    this.chip.hidden = lane === undefined;
    if (lane === undefined) return;
    const text = `${laneWords[lane.by].one}: ${toLaneText(lane.value, lane.by)}`;
    this.chipText.textContent = text;
    this.chipText.title = text;
  }
}
