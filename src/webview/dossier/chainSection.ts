import { toDisplayText } from '../../base/displayText';
import type { KeyDossier } from '../../engine/dossier/dossier';
import type { ChainEdge, ChainNode } from '../../engine/session/session';
import { newLink, newRecordButton } from '../chain/factList';
import { newGapNote } from '../chain/gapNote';
import { newKindIcon } from '../chain/kindIcon';
import { toUseText } from '../chain/nodeText';
import { newTable } from '../chain/plainTable';
import { joinWords, toTimeText } from '../chain/sessionText';
import { newElement } from '../table/element';
import type { DossierEvents } from './dossierEvents';
import { isAtOrBehindStart } from './dossierText';

/** Who issued the key, step by step from where the chain begins. */
export function newIssuers(dossier: KeyDossier, events: DossierEvents): HTMLElement {
  const { chain } = dossier;
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  const incoming = chain.edges
    .filter(({ to }) => (nodes.get(to)?.depth ?? 1) <= 0)
    .sort((a, b) => (nodes.get(a.to)?.depth ?? 0) - (nodes.get(b.to)?.depth ?? 0));
  const steps = incoming.map((edge, i) => newStep(edge, incoming[i - 1], nodes, events));
  const issued = new Set(incoming.map(({ to }) => to));
  const isUpwards = (nodeId: string): boolean => issued.has(nodeId) || (nodes.get(nodeId)?.depth ?? 1) <= 0;
  const gaps = chain.gaps.filter(({ nodeId }) => isUpwards(nodeId)).map((gap) => newGapNote(gap, events.onIndex));
  const none = [
    newNode(nodes.get(chain.start)),
    newElement('p', { class: 'hint', text: 'No record of the index issues it.' }),
  ];
  return newElement('div', {
    children: [
      ...(steps.length === 0 ? none : [newElement('ol', { class: 'steps', children: steps })]),
      ...gaps,
      newElement('p', {
        children: [
          newLink('Show the role chain', 'Who issued it and what it assumed, as a graph', () => {
            events.onChain({ kind: 'key', id: dossier.accessKeyId });
          }),
        ],
      }),
    ],
  });
}

/** A step that goes on where the one before it ended does not name that node again. */
function newStep(
  edge: ChainEdge,
  before: ChainEdge | undefined,
  nodes: ReadonlyMap<string, ChainNode>,
  events: DossierEvents,
): HTMLElement {
  const goesOn = before?.to === edge.from;
  const [record] = edge.records;
  const word =
    edge.join === 'inferred' ? `inferred: ${toDisplayText(edge.reason, 500)}` : `joined by ${joinWords[edge.join]}`;
  const others = [
    edge.sourceAddress === undefined ? undefined : `from ${edge.sourceAddress}`,
    edge.sessionName === undefined ? undefined : `session name ${edge.sessionName}`,
    edge.sourceIdentity === undefined ? undefined : `source identity ${edge.sourceIdentity}`,
    edge.mfaSerial === undefined ? undefined : `MFA ${edge.mfaSerial}`,
  ].filter((fact) => fact !== undefined);
  return newElement('li', {
    class: before === undefined || goesOn ? 'step' : 'step apart',
    children: [
      ...(goesOn ? [] : [newNode(nodes.get(edge.from))]),
      newElement('span', {
        class: 'step-how',
        children: [
          newElement('strong', { text: toDisplayText(edge.action, 60) }),
          new Text(' '),
          record === undefined
            ? new Text(toTimeText(edge.time))
            : newRecordButton(record, events.onRecord, toTimeText(edge.time)),
          newElement('span', { class: edge.join === 'inferred' ? 'inferred' : 'under-inline', text: ` · ${word}` }),
          ...(others.length === 0
            ? []
            : [newElement('span', { class: 'under', text: toDisplayText(others.join(' · '), 800) })]),
        ],
      }),
      newNode(nodes.get(edge.to)),
    ],
  });
}

function newNode(node: ChainNode | undefined): HTMLElement {
  if (node === undefined) return newElement('span', { text: 'unknown' });
  const account = node.account === undefined ? '' : ` · ${toDisplayText(node.account, 20)}`;
  return newElement('span', {
    class: 'step-node',
    children: [
      newKindIcon(node.kind),
      newElement('strong', { text: toDisplayText(node.name, 160) }),
      newElement('span', { class: 'under-inline', text: `${toDisplayText(node.description, 60)}${account}` }),
    ],
  });
}

/** Sessions that were issued with the key, and with those in turn. */
export function newAssumed(dossier: KeyDossier, events: DossierEvents): HTMLElement {
  const { chain } = dossier;
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  const edges = chain.edges
    .filter(({ from }) => isAtOrBehindStart(dossier, from))
    .sort((a, b) => (a.time ?? Infinity) - (b.time ?? Infinity));
  if (edges.length === 0) return newElement('p', { class: 'hint', text: 'Nothing that the index holds.' });
  const rows = edges.map((edge): readonly (readonly Node[])[] => {
    const to = nodes.get(edge.to);
    const [record] = edge.records;
    const time = toTimeText(edge.time);
    return [
      [record === undefined ? new Text(time) : newRecordButton(record, events.onRecord, time)],
      [new Text(toDisplayText(edge.action, 60)), newElement('span', { class: 'under', text: joinWords[edge.join] })],
      [
        newElement('span', { text: toDisplayText(to?.name ?? 'unknown', 160) }),
        newElement('span', { class: 'under', text: toDisplayText(to?.account ?? '', 20) }),
      ],
      to?.accessKeyIds.map((key) =>
        newLink(toDisplayText(key, 60), `Dossier of ${toDisplayText(key, 60)}`, () => {
          events.onDossier(key);
        }),
      ) ?? [],
      [new Text(to === undefined ? '' : toUseText(to.use))],
    ];
  });
  const cut = chain.cut === undefined ? [] : [newElement('p', { class: 'hint', text: toDisplayText(chain.cut, 500) })];
  const table = newTable(['Time', 'Action', 'Session or user', 'Access keys', 'Records'], rows, ['moment', '', 'wide']);
  return newElement('div', { children: [table, ...cut] });
}
