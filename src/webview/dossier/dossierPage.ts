import { toDisplayText } from '../../base/displayText';
import type { KeyDossier } from '../../engine/dossier/dossier';
import type { DocumentFormat } from '../../protocol/sessionRequests';
import { newRefreshButton } from '../chain/pageState';
import { toCount, toNoun, toSpanText } from '../chain/sessionText';
import { newButton, newElement } from '../table/element';
import { newExportButton, type ExportEntry } from '../table/exportButton';
import { newAssumed, newIssuers } from './chainSection';
import { newCountTable } from './countTable';
import type { DossierEvents } from './dossierEvents';
import { toSectionTitles, type SectionTitle } from './dossierText';
import { newDataUse, newDeniedThenAllowed, newLoggingChanges, newRemnants, newUnseen } from './findingSections';
import { newSummary } from './summarySection';

export interface DossierPage {
  /** Stays in view. */
  readonly top: readonly HTMLElement[];
  readonly contents: HTMLElement;
  readonly sections: readonly HTMLElement[];
}

const exportMenu: readonly ExportEntry<DocumentFormat>[] = [
  { text: 'HTML Page…', format: 'html' },
  { text: 'Markdown…', format: 'markdown' },
  { text: 'JSON…', format: 'json' },
  { text: 'Plain Text…', format: 'text' },
];

/** Everything that is known of a key, on one page. */
export function newDossierPage(dossier: KeyDossier, withAssumed: boolean, events: DossierEvents): DossierPage {
  const titles = toSectionTitles(dossier);
  const bodies: Readonly<Record<string, () => HTMLElement>> = {
    summary: () => newSummary(dossier, withAssumed, events, goTo),
    issued: () => newIssuers(dossier, events),
    left: () => newRemnants(dossier, withAssumed, events),
    logging: () => newLoggingChanges(dossier, events),
    denied: () => newDeniedThenAllowed(dossier, events),
    data: () => newDataUse(dossier, events),
    addresses: () => newCountTable('Address', dossier.addresses, events),
    agents: () => newCountTable('User agent', dossier.agents, events),
    regions: () => newCountTable('Region', dossier.regions, events),
    services: () => newCountTable('Service', dossier.services, events),
    events: () => newCountTable('Event', dossier.events, events),
    assumed: () => newAssumed(dossier, events),
    unseen: () => newUnseen(dossier),
  };
  const sections = titles.flatMap((title) => {
    const body = bodies[title.id];
    return body === undefined ? [] : [newSection(title, body())];
  });
  return { top: [newBar(dossier, withAssumed, events)], contents: newContents(titles), sections };
}

/** Moves there, also the keyboard. */
function goTo(id: string): void {
  const heading = document.getElementById(id)?.querySelector('h2');
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

function newSection({ id, title, count }: SectionTitle, body: HTMLElement): HTMLElement {
  const heading = newElement('h2', {
    attributes: { tabindex: '-1' },
    children: [new Text(title), ...(count === undefined ? [] : [newElement('span', { class: 'count', text: count })])],
  });
  return newElement('section', { attributes: { id, 'aria-label': title }, children: [heading, body] });
}

function newContents(titles: readonly SectionTitle[]): HTMLElement {
  const items = titles.map(({ id, title, count }) => {
    const button = newElement('button', {
      class: 'content-link',
      attributes: { type: 'button', 'data-section': id },
      children: [
        newElement('span', { text: title }),
        ...(count === undefined ? [] : [newElement('span', { class: 'count', text: count })]),
      ],
    });
    button.addEventListener('click', () => {
      goTo(id);
    });
    return newElement('li', { children: [button] });
  });
  return newElement('nav', {
    class: 'contents',
    attributes: { 'aria-label': 'Contents' },
    children: [newElement('ul', { children: items })],
  });
}

function newBar(dossier: KeyDossier, withAssumed: boolean, events: DossierEvents): HTMLElement {
  const { accessKeyId, records, firstUse, lastUse, keys } = dossier;
  const use = firstUse === undefined ? 'not seen in use' : toSpanText(firstUse.time, lastUse?.time);
  const counted = keys.length > 1 ? ` · ${toCount(keys.length)} keys` : '';
  const words = newElement('div', {
    class: 'words',
    children: [
      newElement('h1', { class: 'title', children: [newElement('code', { text: toDisplayText(accessKeyId, 80) })] }),
      newElement('span', { class: 'counts', text: `${toNoun(records, 'record')}${counted} · ${use}` }),
    ],
  });
  const actions = newElement('div', {
    class: 'actions',
    attributes: { role: 'toolbar', 'aria-label': 'Actions' },
    children: [
      newSwitch(withAssumed, events.onWithAssumed),
      newButton({
        text: 'Timeline',
        title: 'What it did, on a timeline',
        onClick: () => {
          const isOne = keys.length <= 1;
          const title = toDisplayText(accessKeyId, 80);
          events.onTimeline(isOne ? { kind: 'key', id: accessKeyId } : { kind: 'chain', keys, title });
        },
      }),
      newButton({
        text: 'Role Chain',
        title: 'Who issued it and what it assumed, as a graph',
        onClick: () => {
          events.onChain({ kind: 'key', id: accessKeyId });
        },
      }),
      newRefreshButton(events.onRefresh),
      newExportButton(exportMenu, events.onExport),
    ],
  });
  return newElement('div', { class: 'bar', children: [words, actions] });
}

function newSwitch(withAssumed: boolean, onWithAssumed: (withAssumed: boolean) => void): HTMLElement {
  const box = newElement('input', { attributes: { type: 'checkbox' } });
  box.checked = withAssumed;
  box.addEventListener('change', () => {
    onWithAssumed(box.checked);
  });
  return newElement('label', {
    class: 'switch',
    title: 'Count the records of sessions that were assumed with this key, too',
    children: [box, newElement('span', { text: 'with the sessions it assumed' })],
  });
}
