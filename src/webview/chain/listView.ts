import { toDisplayText } from '../../base/displayText';
import type { ChainEdge, ChainNode, RoleChain } from '../../engine/session/session';
import { newElement } from '../table/element';
import { newTable } from './plainTable';
import { newLink, newRecordButton, type FactEvents } from './factList';
import { newGapNote } from './gapNote';
import type { DetailEvents } from './detailsView';
import { toUseText } from './nodeText';
import { joinWords, toSpanText, toTimeText } from './sessionText';

export interface ListEvents extends Pick<FactEvents, 'onRecord' | 'onNode'>, Pick<DetailEvents, 'onEdge' | 'onIndex'> {}

/** Of columns, see sessions.css. */
const edgeClasses = ['moment', '', 'name', 'name', 'wide', 'name'];
const nodeClasses = ['wide', '', '', '', 'moment', '', 'moment'];

/** The whole chain as tables: for screen readers, for printing, and to read in order. Nothing is folded. */
export function newListView(chain: RoleChain, names: ReadonlyMap<string, string>, events: ListEvents): HTMLElement {
  return newElement('div', {
    class: 'list',
    children: [
      newElement('h2', { text: 'Who issued what to whom' }),
      chain.edges.length === 0
        ? newElement('p', { class: 'hint', text: 'No record of the index issues or assumes anything here.' })
        : newEdgeTable(chain, names, events),
      newElement('h2', { text: 'Principals and sessions' }),
      newNodeTable(chain, names, events),
      ...(chain.notes.length === 0 ? [] : [newElement('h2', { text: 'Also to know' })]),
      ...chain.notes.map((note) => newElement('p', { text: toDisplayText(note, 1000) })),
      ...(chain.gaps.length === 0 ? [] : [newElement('h2', { text: 'Not known' })]),
      ...chain.gaps.map((gap) => newGapNote(gap, events.onIndex)),
    ],
  });
}

function newEdgeTable(chain: RoleChain, names: ReadonlyMap<string, string>, events: ListEvents): HTMLElement {
  const depths = new Map(chain.nodes.map(({ id, depth }) => [id, depth]));
  const accounts = new Map(chain.nodes.map(({ id, account }) => [id, account]));
  const order = (edge: ChainEdge): number => depths.get(edge.to) ?? 0;
  const edges = [...chain.edges].sort((a, b) => order(a) - order(b) || (a.time ?? Infinity) - (b.time ?? Infinity));
  const toNode = (id: string): readonly Node[] => {
    const account = accounts.get(id);
    const link = newLink(names.get(id) ?? '', 'Select it', () => {
      events.onNode(id);
    });
    return account === undefined
      ? [link]
      : [link, newElement('span', { class: 'under', text: toDisplayText(account, 20) })];
  };
  const rows = edges.map((edge) => [
    [new Text(toTimeText(edge.time))],
    [
      newLink(toDisplayText(edge.action, 60), 'Select the arrow', () => {
        events.onEdge(edge);
      }),
    ],
    toNode(edge.from),
    toNode(edge.to),
    [new Text(joinWords[edge.join]), newElement('span', { class: 'under', text: toDisplayText(edge.reason, 500) })],
    edge.records.map((record) =>
      newRecordButton(record, events.onRecord, toDisplayText(record.eventId ?? 'record', 80)),
    ),
  ]);
  return newTable(['Time', 'Action', 'Issued by', 'Issued to', 'Joined by', 'Records'], rows, edgeClasses);
}

function newNodeTable(chain: RoleChain, names: ReadonlyMap<string, string>, events: ListEvents): HTMLElement {
  const nodes = [...chain.nodes].sort((a, b) => a.depth - b.depth);
  const rows = nodes.map((node) => [
    [
      newLink(names.get(node.id) ?? '', 'Select it', () => {
        events.onNode(node.id);
      }),
      newElement('span', { class: 'under', text: toPlace(node, chain) }),
    ],
    [new Text(toDisplayText(node.description, 80))],
    [new Text(toDisplayText(node.account ?? '', 20))],
    node.accessKeyIds.map((key) => newElement('code', { class: 'block', text: toDisplayText(key, 60) })),
    [new Text(node.creationTime === undefined ? '' : toSpanText(node.creationTime, node.expirationTime))],
    [new Text(toUseText(node.use))],
    [new Text(node.use.firstTime === undefined ? '' : toSpanText(node.use.firstTime, node.use.lastTime))],
  ]);
  return newTable(['Name', 'Kind', 'Account', 'Access keys', 'Valid', 'Records', 'Used'], rows, nodeClasses);
}

function toPlace({ id, depth }: ChainNode, { start }: RoleChain): string {
  if (id === start) return 'start of this chain';
  const hops = Math.abs(depth);
  return `${hops} ${hops === 1 ? 'hop' : 'hops'} ${depth < 0 ? 'before' : 'behind'} the start`;
}
