import type { LaneField, RecordClass } from '../../engine/timeline/timeline';
import { timelineExportItems } from './exportMenu';
import type { TimelineExport, TimelineNote, TimelineView } from '../../protocol/timelineMessages';
import { toDisplayText } from '../../base/displayText';
import { newButton, newElement } from '../table/element';
import { newIcon } from '../table/icon';
import { openMenu } from '../table/popup';
import { newNote, newStatement } from '../table/toolbar';
import { toCount } from '../table/tableText';
import { newClassShape } from './classShape';
import { foldNotes } from './foldNotes';
import { recordClasses, type ClassSet } from './recordClasses';
import { laneFields, laneWords, toOffsetText, toSummaryText } from './timelineText';

const maxTextLength = 2000;

export interface ToolbarEvents {
  readonly onLaneBy: (by: LaneField) => void;
  readonly onClass: (name: RecordClass) => void;
  readonly onZoom: (what: 'zoomIn' | 'zoomOut' | 'reset') => void;
  readonly onTime: () => void;
  readonly onExport: (format: TimelineExport) => void;
  readonly onEditQuery: () => void;
  readonly onValidate: () => void;
  readonly onRefresh: () => void;
}

export interface ToolbarState {
  readonly laneBy: LaneField;
  readonly shown: ClassSet;
  readonly usesLocalTime: boolean;
}

/** What stands above the picture. Its controls follow the state; whoever presses them changes it. */
export class TimelineToolbar {
  readonly elements: readonly HTMLElement[];
  private readonly laneBy: HTMLSelectElement;
  private readonly chips: ReadonlyMap<RecordClass, HTMLButtonElement>;
  private readonly time: HTMLButtonElement;

  constructor(view: TimelineView, events: ToolbarEvents) {
    this.laneBy = newLaneChooser(events);
    this.chips = new Map(recordClasses.map((look) => [look.name, newChip(look.name, view, events)]));
    this.time = newButton({ text: 'UTC', icon: newIcon('clock'), class: 'button time-toggle', onClick: events.onTime });
    const controls = newElement('div', {
      class: 'controls',
      attributes: { role: 'toolbar', 'aria-label': 'View' },
      children: [
        newElement('label', { class: 'lane-by', children: [newElement('span', { text: 'Lanes by' }), this.laneBy] }),
        newElement('div', {
          class: 'chips',
          attributes: { role: 'group', 'aria-label': 'Kinds of records: legend and filter' },
          children: [...this.chips.values()],
        }),
        newZoom(events),
        this.time,
      ],
    });
    const { isComplete, text } = view.coverage;
    this.elements = [
      newElement('div', { class: 'bar', children: [newWords(view), newActions(events)] }),
      newStatement(isComplete ? 'Complete' : 'Incomplete', toDisplayText(text, maxTextLength), !isComplete),
      ...foldNotes(toNotes(view)).map((note) => newTimelineNote(note, events)),
      controls,
    ];
  }

  show({ laneBy, shown, usesLocalTime }: ToolbarState): void {
    this.laneBy.value = laneBy;
    for (const [name, chip] of this.chips) chip.setAttribute('aria-pressed', String(shown.has(name)));
    const zone = usesLocalTime ? `Local time (${toOffsetText(-new Date().getTimezoneOffset())})` : 'UTC';
    const text = this.time.querySelector('span');
    if (text !== null) text.textContent = zone;
    this.time.setAttribute('aria-label', `Times in ${zone}`);
    this.time.title = `Times are in ${zone}. Press for ${usesLocalTime ? 'UTC' : 'local time'}.`;
  }
}

function newWords(view: TimelineView): HTMLElement {
  const title = toDisplayText(view.identity.title, 300);
  const query = toDisplayText(view.query, 1000);
  return newElement('div', {
    class: 'words',
    children: [
      newElement('h1', { class: 'count title', text: title, title: `${title}\n${query}` }),
      newElement('span', { class: 'counts', text: toSummaryText(view.summary) }),
    ],
  });
}

function toNotes({ notes, summary }: TimelineView): TimelineView['notes'] {
  const { firstSeen, firstSeenTotal, firstSeenNote } = summary;
  const left = firstSeenTotal - firstSeen.length;
  const few = left > 0 ? `${toCount(left)} of ${toCount(firstSeenTotal)} first-seen marks are not drawn.` : undefined;
  const texts = [few, firstSeenNote].filter((text) => text !== undefined);
  return [...notes, ...texts.map((text) => ({ text, isWarning: false, details: [] }))].map((note) => ({
    ...note,
    text: toDisplayText(note.text, maxTextLength),
    details: note.details.map((line) => toDisplayText(line, maxTextLength)),
  }));
}

function newTimelineNote(note: TimelineNote, { onValidate }: ToolbarEvents): HTMLElement {
  const element = newNote(note);
  if (note.action !== 'validate') return element;
  const button = newButton({ text: 'Validate…', class: 'button note-action', onClick: onValidate });
  return newElement('div', { class: 'note', children: [element, button] });
}

function newActions(events: ToolbarEvents): HTMLElement {
  const exportButton = newButton({
    text: 'Export…',
    icon: newIcon('export'),
    attributes: { 'aria-haspopup': 'true', 'aria-expanded': 'false' },
    onClick: () => {
      const items = timelineExportItems.map(({ text, format }) => ({
        text,
        onChoose: () => {
          events.onExport(format);
        },
      }));
      openMenu(exportButton, 'Export', items);
    },
  });
  return newElement('div', {
    class: 'actions',
    attributes: { role: 'toolbar', 'aria-label': 'Actions' },
    children: [
      newButton({
        text: 'Edit Query',
        icon: newIcon('edit'),
        title: 'Opens the timeline’s query as a search',
        onClick: events.onEditQuery,
      }),
      newButton({
        text: 'Refresh',
        icon: newIcon('refresh'),
        title: 'Asks the index again',
        onClick: events.onRefresh,
      }),
      exportButton,
    ],
  });
}

function newLaneChooser({ onLaneBy }: ToolbarEvents): HTMLSelectElement {
  const options = laneFields.map((by) => newElement('option', { text: laneWords[by].one, attributes: { value: by } }));
  const select = newElement('select', { children: options });
  select.addEventListener('change', () => {
    const by = laneFields.find((field) => field === select.value);
    if (by !== undefined) onLaneBy(by);
  });
  return select;
}

function newChip(name: RecordClass, { summary }: TimelineView, { onClass }: ToolbarEvents): HTMLButtonElement {
  const { word = name, description = '' } = recordClasses.find((look) => look.name === name) ?? {};
  return newButton({
    text: `${word} ${toCount(summary.classes[name])}`,
    class: 'button class-chip',
    icon: newClassShape(name),
    title: `${description}. Press to hide or show them.`,
    onClick: () => {
      onClass(name);
    },
  });
}

function newZoom({ onZoom }: ToolbarEvents): HTMLElement {
  const button = (what: 'zoomIn' | 'zoomOut' | 'reset', text: string, icon: 'plus' | 'minus' | 'whole', key: string) =>
    newButton({
      text,
      icon: newIcon(icon),
      class: 'button icon-only',
      title: `${text} (${key})`,
      onClick: () => {
        onZoom(what);
      },
    });
  return newElement('div', {
    class: 'zoom',
    attributes: { role: 'group', 'aria-label': 'Zoom' },
    children: [
      button('zoomIn', 'Zoom In', 'plus', '+'),
      button('zoomOut', 'Zoom Out', 'minus', '-'),
      button('reset', 'Whole Period', 'whole', '0 or Home'),
    ],
  });
}
