import { toDisplayText } from '../../base/displayText';
import type { RoleChain } from '../../engine/session/session';
import type { ChainViewMessage } from '../../protocol/sessionMessages';
import type { CoverageStatement } from '../../protocol/searchRequests';
import { newButton, newElement } from '../table/element';
import { newExportButton, type ExportEntry } from '../table/exportButton';
import { newIcon } from '../table/icon';
import { newNote } from '../table/toolbar';
import { newRefreshButton } from './pageState';
import { toNoun } from './sessionText';

export type ChainExport = (ChainViewMessage & { readonly kind: 'export' })['format'];

export interface ToolbarEvents {
  readonly onView: (view: 'graph' | 'list') => void;
  readonly onZoom: (step: 1 | -1) => void;
  readonly onActualSize: () => void;
  readonly onFit: () => void;
  readonly onFold: () => void;
  /** Absent: no key of the chain is known. */
  readonly onTimeline: (() => void) | undefined;
  readonly onRefresh: () => void;
  readonly onExport: (format: ChainExport) => void;
}

export interface ChainToolbar {
  readonly elements: readonly HTMLElement[];
  readonly update: (state: {
    readonly view: 'graph' | 'list';
    readonly zoom: number;
    readonly hasOpenGroups: boolean;
  }) => void;
}

const exportMenu: readonly ExportEntry<ChainExport>[] = [
  { text: 'Picture as SVG…', format: 'svg' },
  { text: 'Picture as PNG…', format: 'png' },
  { text: 'Markdown…', format: 'markdown' },
  { text: 'HTML Page…', format: 'html' },
  { text: 'JSON…', format: 'json' },
  { text: 'Plain Text…', format: 'text' },
];

/** What stands above the graph: how much there is, what that covers, and what can be done with it. */
export function newChainToolbar(
  chain: RoleChain,
  coverage: CoverageStatement,
  title: string,
  events: ToolbarEvents,
): ChainToolbar {
  const graph = newButton({
    text: 'Graph',
    class: 'button segment',
    onClick: () => {
      events.onView('graph');
    },
  });
  const list = newButton({
    text: 'List',
    class: 'button segment',
    onClick: () => {
      events.onView('list');
    },
  });
  const size = newButton({ text: '100%', title: 'Actual size (0)', onClick: events.onActualSize });
  const fold = newButton({ text: 'Fold Groups', title: 'Fold the groups that were opened', onClick: events.onFold });
  const zooming = newZooming(events, size);
  const views = newElement('div', {
    class: 'segments',
    attributes: { role: 'group', 'aria-label': 'Show as' },
    children: [graph, list],
  });
  const actions = newElement('div', {
    class: 'actions',
    attributes: { role: 'toolbar', 'aria-label': 'Actions' },
    children: [
      views,
      zooming,
      fold,
      ...newTimelineButton(events.onTimeline),
      newRefreshButton(events.onRefresh),
      newExportButton(exportMenu, events.onExport),
    ],
  });
  return {
    elements: [newBar(chain, title, actions), ...newStatements(chain, coverage)],
    update: ({ view, zoom, hasOpenGroups }) => {
      graph.setAttribute('aria-pressed', String(view === 'graph'));
      list.setAttribute('aria-pressed', String(view === 'list'));
      zooming.hidden = view === 'list';
      fold.hidden = view === 'list' || !hasOpenGroups;
      size.lastElementChild?.replaceChildren(`${Math.round(zoom * 100)}%`);
    },
  };
}

function newBar({ nodes, edges }: RoleChain, title: string, actions: HTMLElement): HTMLElement {
  const accounts = new Set(nodes.map(({ account }) => account).filter((account) => account !== undefined)).size;
  const counts = [toNoun(nodes.length, 'node'), toNoun(edges.length, 'hop'), toNoun(accounts, 'account')];
  const words = newElement('div', {
    class: 'words',
    children: [
      newElement('h1', { class: 'title', text: toDisplayText(title, 120), title: toDisplayText(title, 300) }),
      newElement('span', { class: 'counts', text: counts.join(' · ') }),
    ],
  });
  return newElement('div', { class: 'bar', children: [words, actions] });
}

function newStatements(
  { cut, notes: remarks, gaps, unreadDetails }: RoleChain,
  coverage: CoverageStatement,
): readonly HTMLElement[] {
  const notes: HTMLElement[] = [];
  const { isComplete, text } = coverage;
  notes.push(newStatement(isComplete ? 'Complete. ' : 'Incomplete. ', toDisplayText(text, 2000), !isComplete));
  if (cut !== undefined) notes.push(newStatement('Not all is shown. ', toDisplayText(cut, 1000), true));
  const [remark, ...others] = remarks.map((text) => toDisplayText(text, 1000));
  if (remark !== undefined) {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    notes.push(newNote({ text: `${remark}${more}`, isWarning: false, details: others }));
  }
  const [gap] = gaps;
  if (gap !== undefined) {
    const others = gaps.length === 1 ? '' : ` (and ${gaps.length - 1} more: see the nodes marked ⚠)`;
    const word = gaps.length === 1 ? 'Not known. ' : `${gaps.length} things are not known. `;
    notes.push(newStatement(word, `${toDisplayText(gap.text, 600)}${others}`, true));
  }
  const [unread] = unreadDetails;
  if (unread !== undefined) {
    const which = toNoun(unreadDetails.length, 'issuing record');
    const reason = toDisplayText(unread.reason, 300);
    notes.push(newStatement('Not read. ', `${which}: session tags and policies are not known. ${reason}`, true));
  }
  return notes;
}

function newStatement(word: string, text: string, isWarning: boolean): HTMLElement {
  const words = newElement('span', { children: [newElement('strong', { text: word }), new Text(text)] });
  return newElement('p', {
    class: `statement ${isWarning ? 'warning' : 'fine'}`,
    attributes: { role: 'note' },
    children: [newIcon(isWarning ? 'warning' : 'check'), words],
  });
}

function newZooming({ onZoom, onFit }: ToolbarEvents, size: HTMLElement): HTMLElement {
  return newElement('div', {
    class: 'segments',
    attributes: { role: 'group', 'aria-label': 'Zoom' },
    children: [
      newSign('−', 'Zoom out (-)', () => {
        onZoom(-1);
      }),
      size,
      newSign('+', 'Zoom in (+)', () => {
        onZoom(1);
      }),
      newButton({ text: 'Fit', title: 'Show all of it (f)', onClick: onFit }),
    ],
  });
}

function newTimelineButton(onTimeline: (() => void) | undefined): readonly HTMLElement[] {
  if (onTimeline === undefined) return [];
  const title = 'What all of them did, as one timeline';
  return [newButton({ text: 'Timeline of the Chain', title, onClick: onTimeline })];
}

function newSign(text: string, title: string, onClick: () => void): HTMLElement {
  return newButton({ text, title, class: 'button sign', attributes: { 'aria-label': title }, onClick });
}
