import { toDisplayText } from '../../base/displayText';
import type { KeyDossier } from '../../engine/dossier/dossier';
import { newIconButton, newLink, newRecordButton } from '../chain/factList';
import { toCount, toSpanText } from '../chain/sessionText';
import { newElement } from '../table/element';
import type { DossierEvents } from './dossierEvents';
import { countAssumed, toBytesText, toErrorQuery, toLeastText } from './dossierText';

/** What matters at a glance: each number leads to its records, or to its section. */
export function newSummary(
  dossier: KeyDossier,
  withAssumed: boolean,
  events: DossierEvents,
  goTo: (id: string) => void,
): HTMLElement {
  const { records, errors, denied, query, remnants, loggingChanges, dataTotal, leftOut } = dossier;
  const open = remnants.filter(({ revertedBy }) => revertedBy === undefined).length;
  const search = (text: string) => (): void => {
    events.onSearch(text);
  };
  const go = (id: string) => (): void => {
    goTo(id);
  };
  const tiles = [
    newTile(toCount(records), 'records', 'Search for them', records === 0 ? undefined : search(query)),
    newTile(
      toCount(errors),
      'errors',
      'Search for them',
      errors === 0 ? undefined : search(toErrorQuery(query, 'errors')),
    ),
    newTile(
      toCount(denied),
      'of them denied',
      'Search for them',
      denied === 0 ? undefined : search(toErrorQuery(query, 'denied')),
    ),
    newTile(
      toLeastText(open, leftOut?.remnants),
      countAssumed(dossier) === 0 || withAssumed ? 'left behind' : 'left behind by the key itself',
      'Not shown as reverted: go to the section',
      go('left'),
    ),
    newTile(
      toLeastText(loggingChanges.length, leftOut?.loggingChanges),
      'logging changes',
      'Go to the section',
      go('logging'),
    ),
    newTile(toCount(dataTotal.reads + dataTotal.writes), 'data reads and writes', 'Go to the section', go('data')),
  ];
  return newElement('div', {
    children: [newElement('div', { class: 'tiles', children: tiles }), newFacts(dossier, events)],
  });
}

function newTile(count: string, label: string, title: string, onClick: (() => void) | undefined): HTMLElement {
  const children = [
    newElement('span', { class: 'tile-count', text: count }),
    newElement('span', { class: 'tile-label', text: label }),
  ];
  if (onClick === undefined) return newElement('div', { class: 'tile', children });
  const tile = newElement('button', { class: 'tile', title, attributes: { type: 'button' }, children });
  tile.addEventListener('click', onClick);
  return tile;
}

function newFacts(dossier: KeyDossier, events: DossierEvents): HTMLElement {
  const { accessKeyId, keyKind, keys, firstUse, lastUse, dataTotal } = dossier;
  const key = toDisplayText(accessKeyId, 80);
  const others = keys.filter((other) => other !== accessKeyId);
  const rows: readonly (readonly [string, readonly Node[]])[] = [
    [
      'Access key',
      [
        newElement('code', { text: key }),
        newIconButton('copy', `Copy ${key}`, () => {
          events.onCopy('Access key', accessKeyId);
        }),
        new Text(` ${toDisplayText(keyKind, 80)}`),
      ],
    ],
    ...(others.length === 0 ? [] : [['Counted with it', others.map((other) => newOther(other, events))] as const]),
    ['In use', [new Text(firstUse === undefined ? 'not seen in use' : toSpanText(firstUse.time, lastUse?.time))]],
    ...(firstUse === undefined ? [] : [['First record', [newRecordButton(firstUse, events.onRecord)]] as const]),
    ...(lastUse === undefined ? [] : [['Last record', [newRecordButton(lastUse, events.onRecord)]] as const]),
    ['Data', [new Text(toBytesText(dataTotal))]],
  ];
  const children = rows.flatMap(([label, values]) => [
    newElement('dt', { text: label }),
    newElement('dd', { children: values }),
  ]);
  return newElement('dl', { class: 'facts', children });
}

function newOther(key: string, events: DossierEvents): HTMLElement {
  const text = toDisplayText(key, 80);
  const link = newLink(text, `Dossier of ${text}`, () => {
    events.onDossier(key);
  });
  return newElement('span', { class: 'listed', children: [link] });
}
