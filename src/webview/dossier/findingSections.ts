import { toDisplayText } from '../../base/displayText';
import { toSizeText } from '../../base/byteSize';
import type { KeyDossier, Remnant } from '../../engine/dossier/dossier';
import { newLink, newRecordButton } from '../chain/factList';
import { newTable } from '../chain/plainTable';
import { toCount, toNoun, toTimeText } from '../chain/sessionText';
import { newElement } from '../table/element';
import { newIcon } from '../table/icon';
import type { DossierEvents } from './dossierEvents';
import { countAssumed, remnantWords, toBytesText, toReversionText } from './dossierText';
import { newFoldedTable } from './foldedTable';

const shownAtFirst = 50;

/** What was made or changed. What the logs do not show reverted stands first. */
export function newRemnants(dossier: KeyDossier, withAssumed: boolean, events: DossierEvents): HTMLElement {
  const uncounted = withAssumed ? [] : newUncounted(countAssumed(dossier), events);
  const table =
    dossier.remnants.length === 0
      ? newElement('p', { class: 'hint', text: 'Nothing that the logs show.' })
      : newRemnantTable(dossier, events);
  return newElement('div', { children: [...uncounted, table] });
}

/** A nought says nothing of what was done with further credentials. */
function newUncounted(assumed: number, events: DossierEvents): readonly HTMLElement[] {
  if (assumed === 0) return [];
  const what = assumed === 1 ? 'One session or key was' : `${toCount(assumed)} sessions or keys were`;
  const words = newElement('span', {
    children: [
      new Text(`${what} issued with it in turn: what was done with those is not counted here. `),
      newLink('Count them, too', 'With the sessions it assumed', () => {
        events.onWithAssumed(true);
      }),
    ],
  });
  return [newElement('p', { class: 'statement warning', children: [newIcon('warning'), words] })];
}

function newRemnantTable({ remnants, accessKeyId, leftOut }: KeyDossier, events: DossierEvents): HTMLElement {
  const rows = remnants.map((remnant): readonly (readonly Node[])[] => [
    newReversion(remnant, events),
    [
      newElement('strong', { text: toDisplayText(remnant.name, 300) }),
      newElement('span', { class: 'under', text: remnantWords[remnant.kind] }),
    ],
    [
      newElement('span', { text: toDisplayText(remnant.text, 600) }),
      ...(remnant.accessKeyId === accessKeyId
        ? []
        : [newElement('span', { class: 'under', text: `by ${toDisplayText(remnant.accessKeyId, 60)}` })]),
    ],
    [newRecordButton(remnant.record, events.onRecord, toTimeText(remnant.record.time))],
  ]);
  const table = newTable(['Reverted?', 'What', 'What was done', 'When'], rows, ['reverted', 'wide', 'wide', 'moment']);
  return newFoldedTable(table, shownAtFirst, toLeftOutNotes(leftOut?.remnants, 'thing'));
}

function newReversion(remnant: Remnant, events: DossierEvents): readonly Node[] {
  const { revertedBy } = remnant;
  const words = newElement('span', { text: toReversionText(remnant) });
  // What was changed again is not undone.
  const isUndone = !(remnant.revertedHow ?? '').startsWith('changed');
  const icon = newIcon(revertedBy === undefined ? 'warning' : isUndone ? 'check' : 'info');
  const kind = revertedBy === undefined ? 'warning' : isUndone ? 'fine' : 'plain';
  const line = newElement('span', { class: `statement ${kind}`, children: [icon, words] });
  return revertedBy === undefined
    ? [line]
    : [line, newRecordButton(revertedBy, events.onRecord, toTimeText(revertedBy.time))];
}

function toLeftOutNotes(count: number | undefined, noun: string): readonly string[] {
  return count === undefined || count === 0 ? [] : [`Not listed: ${toNoun(count, `further ${noun}`)}.`];
}

export function newLoggingChanges({ loggingChanges, leftOut }: KeyDossier, events: DossierEvents): HTMLElement {
  if (loggingChanges.length === 0) return newElement('p', { class: 'hint', text: 'None that the logs show.' });
  const rows = loggingChanges.map((change): readonly (readonly Node[])[] => [
    [newRecordButton(change, events.onRecord, toTimeText(change.time))],
    [
      newElement('strong', { text: toDisplayText(change.eventName, 80) }),
      newElement('span', { class: 'under', text: toDisplayText(change.account ?? '', 20) }),
    ],
    [new Text(toDisplayText(change.text, 600))],
    [new Text(change.errorCode === undefined ? 'succeeded' : 'failed')],
  ]);
  const table = newTable(['Time', 'Event', 'What was done', 'Outcome'], rows, ['moment', '', 'wide', '']);
  return newFoldedTable(table, shownAtFirst, toLeftOutNotes(leftOut?.loggingChanges, 'change'));
}

export function newDeniedThenAllowed({ deniedThenAllowed }: KeyDossier, events: DossierEvents): HTMLElement {
  if (deniedThenAllowed.length === 0) return newElement('p', { class: 'hint', text: 'None.' });
  const rows = deniedThenAllowed.map((found): readonly (readonly Node[])[] => [
    [
      newElement('strong', { text: toDisplayText(found.eventName, 80) }),
      newElement('span', { class: 'under', text: toDisplayText(found.eventSource, 80) }),
    ],
    [
      newLink(toNoun(found.denied, 'time'), 'Search for the denials and what followed', () => {
        events.onSearch(found.query);
      }),
    ],
    [newRecordButton(found.firstDenied, events.onRecord, toTimeText(found.firstDenied.time))],
    [newRecordButton(found.lastDenied, events.onRecord, toTimeText(found.lastDenied.time))],
    [newRecordButton(found.firstAllowed, events.onRecord, toTimeText(found.firstAllowed.time))],
    found.between.length === 0
      ? [new Text('no change of permissions by it')]
      : found.between.map((record) =>
          newRecordButton(record, events.onRecord, `${toDisplayText(record.eventName, 60)} ${toTimeText(record.time)}`),
        ),
  ]);
  return newTable(['Event', 'Denied', 'First denied', 'Last denied', 'First allowed', 'Changed in between'], rows, [
    '',
    '',
    'moment',
    'moment',
    'moment',
    'wide',
  ]);
}

export function newDataUse({ data, dataTotal }: KeyDossier, events: DossierEvents): HTMLElement {
  if (data.length === 0) {
    const text =
      'None that the logs show. Reads and writes of objects and rows are data events, which a trail logs only where it was told to.';
    return newElement('p', { class: 'hint', text });
  }
  const rows = data.map((use): readonly (readonly Node[])[] => {
    const first = use.samples[0];
    const last = use.samples.at(-1);
    return [
      [
        newElement('strong', { text: toDisplayText(use.store, 300) }),
        newElement('span', { class: 'under', text: toDisplayText(use.service, 80) }),
      ],
      [
        newLink(`${toNoun(use.reads, 'read')}, ${toNoun(use.writes, 'write')}`, 'Search for these records', () => {
          events.onSearch(use.query);
        }),
      ],
      [new Text(use.bytesOut > 0 ? toSizeText(use.bytesOut) : '')],
      [new Text(use.bytesIn > 0 ? toSizeText(use.bytesIn) : '')],
      [new Text(use.withoutBytes > 0 ? toCount(use.withoutBytes) : '')],
      [
        ...(first === undefined ? [] : [newRecordButton(first, events.onRecord, toTimeText(first.time))]),
        ...(last === undefined || last === first
          ? []
          : [newRecordButton(last, events.onRecord, toTimeText(last.time))]),
      ],
      [
        newLink('Timeline', `Timeline of ${toDisplayText(use.store, 100)}`, () => {
          events.onTimeline({ kind: 'query', text: use.query });
        }),
      ],
    ];
  });
  const total = `${toNoun(dataTotal.reads, 'read')} and ${toNoun(dataTotal.writes, 'write')} in all: ${toBytesText(dataTotal)}.`;
  const table = newTable(
    ['Store', 'Records', 'Bytes read', 'Bytes written', 'Without bytes', 'First and last', ''],
    rows,
    ['wide', '', 'number', 'number', 'number', 'moment', ''],
  );
  return newElement('div', { children: [newElement('p', { text: total }), table] });
}

export function newUnseen({ notSeen, coverage }: KeyDossier): HTMLElement {
  const statement = newElement('p', {
    class: `statement ${coverage.isComplete ? 'fine' : 'warning'}`,
    children: [
      newIcon(coverage.isComplete ? 'check' : 'warning'),
      newElement('span', {
        children: [
          newElement('strong', { text: coverage.isComplete ? 'Complete. ' : 'Incomplete. ' }),
          new Text(toDisplayText(coverage.text, 2000)),
        ],
      }),
    ],
  });
  const items = notSeen.map((text) => newElement('li', { text: toDisplayText(text, 2000) }));
  return newElement('div', {
    children: [statement, ...(items.length === 0 ? [] : [newElement('ul', { class: 'unseen', children: items })])],
  });
}
