import type { CountedValue, CountedValues } from '../../engine/dossier/dossier';
import type { RecordRef } from '../../engine/session/session';
import { newLink, newRecordButton } from '../chain/factList';
import { newTable } from '../chain/plainTable';
import { toCount, toTimeText } from '../chain/sessionText';
import { newElement } from '../table/element';
import type { DossierEvents } from './dossierEvents';
import { toErrorQuery, toValueText } from './dossierText';
import { newFoldedTable } from './foldedTable';

const shownAtFirst = 10;

/** Values with their records, most first. Every count opens its records, every time its record. */
export function newCountTable(column: string, { values, total }: CountedValues, events: DossierEvents): HTMLElement {
  if (values.length === 0) return newElement('p', { class: 'hint', text: 'None.' });
  const most = Math.max(...values.map(({ records }) => records));
  const rows = values.map((value) => newRow(value, most, events));
  const table = newTable([column, 'Records', 'Errors', 'Denied', 'First', 'Last', ''], rows, [
    'value',
    'number',
    'number',
    'number',
    'moment',
    'moment',
    '',
  ]);
  return newFoldedTable(table, shownAtFirst, toCutNotes(values.length, total));
}

function newRow(value: CountedValue, most: number, events: DossierEvents): readonly (readonly Node[])[] {
  const { records, errors, denied, firstTime, lastTime, query, samples } = value;
  const text = toValueText(value.value);
  const toSearch = (count: number, of: string, countQuery: string): readonly Node[] =>
    count === 0
      ? [new Text('0')]
      : [
          newLink(toCount(count), `Search for the ${of} of ${text}`, () => {
            events.onSearch(countQuery);
          }),
        ];
  const first = samples[0];
  const last = samples.at(-1);
  return [
    [newElement('span', { class: 'value-text', text }), newBar(records / most)],
    toSearch(records, 'records', query),
    toSearch(errors, 'errors', toErrorQuery(query, 'errors')),
    toSearch(denied, 'denials', toErrorQuery(query, 'denied')),
    newMoment(firstTime, first, events),
    newMoment(lastTime, last, events),
    [
      newLink('Timeline', `Timeline of the records of ${text}`, () => {
        events.onTimeline({ kind: 'query', text: query });
      }),
    ],
  ];
}

/** A sample opens the record of the moment. */
function newMoment(time: number | undefined, sample: RecordRef | undefined, events: DossierEvents): readonly Node[] {
  const text = toTimeText(time);
  return [sample === undefined ? new Text(text) : newRecordButton(sample, events.onRecord, text)];
}

/** The share of the largest; the number stands beside it. */
function newBar(share: number): HTMLElement {
  const bar = newElement('span', { class: 'bar-fill' });
  bar.style.width = `${Math.max(0.5, share * 100)}%`;
  return newElement('span', { class: 'share', attributes: { 'aria-hidden': 'true' }, children: [bar] });
}

function toCutNotes(shown: number, total: number): readonly string[] {
  return total <= shown ? [] : [`The ${toCount(shown)} with most records of ${toCount(total)} values.`];
}
