import { toDisplayText } from '../../base/displayText';
import type { RecordRef } from '../../engine/session/session';
import { newButton, newElement } from '../table/element';
import { newIcon } from '../table/icon';
import type { Fact, FactValue } from './chainFacts';
import { toRecordText } from './sessionText';

export interface FactEvents {
  readonly onRecord: (record: RecordRef, preserveFocus: boolean) => void;
  readonly onDossier: (accessKeyId: string) => void;
  readonly onKeyTimeline: (accessKeyId: string) => void;
  readonly onNode: (nodeId: string) => void;
  readonly onCopy: (what: string, text: string) => void;
}

/** Names and values, one below the other. */
export function newFactList(facts: readonly Fact[], events: FactEvents): HTMLElement {
  const rows = facts.flatMap(({ label, values }) => [
    newElement('dt', { text: label }),
    ...values.map((value) => newElement('dd', { children: newValue(label, value, events) })),
  ]);
  return newElement('dl', { class: 'facts', children: rows });
}

/** Opens the record of an edge, a sample … */
export function newRecordButton(
  record: RecordRef,
  onRecord: FactEvents['onRecord'],
  text = toRecordText(record),
): HTMLButtonElement {
  const button = newElement('button', {
    class: 'link',
    text,
    title: `Open the record ${toDisplayText(record.eventId ?? 'without an event id', 80)}\n${toRecordText(record)}`,
    attributes: { type: 'button' },
  });
  button.addEventListener('click', (event) => {
    // As in the editor's own lists: with Alt the keyboard stays here.
    onRecord(record, event.altKey);
  });
  return button;
}

function newValue(label: string, value: FactValue, events: FactEvents): readonly Node[] {
  switch (value.kind) {
    case 'text':
      return [new Text(value.text)];
    case 'code':
      return [
        newElement('code', { text: value.text }),
        newIconButton('copy', `Copy ${label}`, () => {
          events.onCopy(label, value.text);
        }),
      ];
    case 'key':
      return newKey(value.key, events);
    case 'record':
      return [newRecordButton(value.record, events.onRecord)];
    case 'node':
      return [
        newLink(value.text, 'Select it', () => {
          events.onNode(value.nodeId);
        }),
      ];
    default:
      return value satisfies never;
  }
}

function newKey(key: string, { onDossier, onKeyTimeline, onCopy }: FactEvents): readonly Node[] {
  const name = toDisplayText(key, 60);
  return [
    newElement('code', { text: name }),
    newIconButton('copy', `Copy ${name}`, () => {
      onCopy('Access key', key);
    }),
    newElement('span', {
      class: 'fact-actions',
      children: [
        newLink('Dossier', `Dossier of ${name}`, () => {
          onDossier(key);
        }),
        newLink('Timeline', `Timeline of ${name}`, () => {
          onKeyTimeline(key);
        }),
      ],
    }),
  ];
}

export function newLink(text: string, title: string, onClick: () => void): HTMLButtonElement {
  const button = newElement('button', { class: 'link', text, title, attributes: { type: 'button' } });
  button.addEventListener('click', onClick);
  return button;
}

export function newIconButton(icon: 'copy', label: string, onClick: () => void): HTMLButtonElement {
  return newButton({
    text: '',
    title: label,
    class: 'icon-button',
    icon: newIcon(icon),
    attributes: { 'aria-label': label },
    onClick,
  });
}
