import { toDisplayText } from '../../base/displayText';
import type { ChainEdge, ChainGap, ChainNode, RoleChain, SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';
import { newButton, newElement } from '../table/element';
import { toEdgeFacts, toNodeFacts } from './chainFacts';
import { toNodeTimeline, toStart } from './chainSubjects';
import { newFactList, newLink, newRecordButton, type FactEvents } from './factList';
import { newGapNote } from './gapNote';
import { newKindIcon } from './kindIcon';
import { toEdgeText, toNodeText, toUseText } from './nodeText';
import { joinWords, toCount, toKeyQuery, toNoun, toTimeText } from './sessionText';
import type { ChainGroup, VisibleEdge, VisibleNode } from './visibleChain';

export interface DetailEvents extends FactEvents {
  readonly onTimeline: (subject: TimelineSubject) => void;
  readonly onStart: (subject: SessionSubject) => void;
  readonly onSearch: (query: string) => void;
  readonly onIndex: (toIndex: NonNullable<ChainGap['toIndex']>) => void;
  /** Selects an edge of the chain. */
  readonly onEdge: (edge: ChainEdge) => void;
  readonly onOpenGroup: (id: string) => void;
}

export interface DetailContext {
  readonly chain: RoleChain;
  /** Of nodes, by id: safe to show. */
  readonly names: ReadonlyMap<string, string>;
  readonly events: DetailEvents;
}

/** Longer lists of edges are read in the list view. */
const maxListed = 50;

/** All that is known of a node. */
export function newNodeDetails(visible: VisibleNode, context: DetailContext): readonly HTMLElement[] {
  if (visible.kind === 'group') return newGroupDetails(visible.group, context);
  const { node, gaps } = visible;
  const { chain, events } = context;
  const { kind, name, account } = toNodeText(visible);
  return [
    newHead(newKindIcon(node.kind), account === undefined ? kind : `${kind} · ${account}`, name),
    newNodeActions(node, context),
    ...gaps.map((gap) => newGapNote(gap, events.onIndex)),
    newUse(node, events),
    newFactList(toNodeFacts(node), events),
    ...newEdgeList(
      'Issued by',
      chain.edges.filter(({ to }) => to === node.id),
      'from',
      context,
    ),
    ...newEdgeList(
      'Issued or assumed in turn',
      chain.edges.filter(({ from }) => from === node.id),
      'to',
      context,
    ),
  ];
}

export function newEdgeDetails(visible: VisibleEdge, context: DetailContext): readonly HTMLElement[] {
  const { chain, names, events } = context;
  const [edge] = visible.edges;
  const { action, time, join } = toEdgeText(visible);
  if (edge === undefined || visible.edges.length > 1) {
    const near = chain.nodes.some(({ id }) => id === visible.from) ? 'to' : 'from';
    return [newHead(undefined, `${time} · ${join}`, action), ...newEdgeList('Actions', visible.edges, near, context)];
  }
  const [record] = edge.records;
  return [
    newHead(undefined, `${time} · ${join}`, action),
    newElement('div', {
      class: 'detail-actions',
      children:
        record === undefined
          ? []
          : [
              newButton({
                text: 'Open Record',
                class: 'button primary',
                onClick: () => {
                  events.onRecord(record, false);
                },
              }),
            ],
    }),
    newFactList(toEdgeFacts(edge, chain, names), events),
  ];
}

export function newNothingSelected(): readonly HTMLElement[] {
  return [newElement('p', { class: 'hint', text: 'Select a node or an arrow to see what is known of it.' })];
}

function newHead(icon: Node | undefined, kind: string, name: string): HTMLElement {
  const kicker = newElement('p', {
    class: 'kicker',
    children: [...(icon === undefined ? [] : [icon]), newElement('span', { text: kind })],
  });
  return newElement('div', {
    class: 'detail-head',
    children: [kicker, newElement('h2', { text: name, attributes: { tabindex: '-1' } })],
  });
}

function newNodeActions(node: ChainNode, { chain, events }: DetailContext): HTMLElement {
  const issued = chain.edges.find(({ to }) => to === node.id)?.records[0];
  const timeline = toNodeTimeline(node);
  const start = toStart(node);
  const actions: readonly (readonly [string, string, (() => void) | undefined])[] = [
    [
      'Open Record',
      'The record that issued it',
      issued === undefined
        ? undefined
        : () => {
            events.onRecord(issued, false);
          },
    ],
    [
      'Timeline',
      'What it did, on a timeline',
      timeline === undefined
        ? undefined
        : () => {
            events.onTimeline(timeline);
          },
    ],
    [
      'Make It the Start',
      'The chain as it looks from here, in an editor of its own',
      start === undefined || node.id === chain.start
        ? undefined
        : () => {
            events.onStart(start);
          },
    ],
  ];
  const buttons = actions.flatMap(([text, title, onClick]) =>
    onClick === undefined ? [] : [newButton({ text, title, class: 'button bordered', onClick })],
  );
  return newElement('div', { class: 'detail-actions', children: buttons });
}

/** Its records, and a search for exactly these. */
function newUse({ use, accessKeyIds }: ChainNode, { onSearch }: DetailEvents): HTMLElement {
  const words = toUseText(use);
  const query = use.records === 0 ? undefined : toKeyQuery(accessKeyIds);
  const search = (): HTMLElement =>
    newLink(words, 'Search for these records', () => {
      onSearch(query ?? '');
    });
  return newElement('p', { class: 'use', children: [query === undefined ? new Text(words) : search()] });
}

function newGroupDetails(group: ChainGroup, { chain, names, events }: DetailContext): readonly HTMLElement[] {
  const { members, beyond, id } = group;
  const { kind, name } = toNodeText({ kind: 'group', id, group });
  const keys = [...new Set(members.flatMap(({ accessKeyIds }) => accessKeyIds))];
  const title = `${toNoun(members.length, 'session')} of ${kind}`;
  const items = members.slice(0, maxListed).map((node) => {
    const edge = chain.edges.find(({ from, to }) => from === node.id || to === node.id);
    const words = newElement('span', { text: ` ${toTimeText(edge?.time)} · ${toUseText(node.use)}` });
    const link = newLink(names.get(node.id) ?? '', 'Open the group and select it', () => {
      events.onNode(node.id);
    });
    return newElement('li', { children: [link, words] });
  });
  const more = members.length - items.length;
  return [
    newHead(newKindIcon('group'), kind, name),
    newElement('div', {
      class: 'detail-actions',
      children: [
        newButton({
          text: `Show All ${toCount(members.length + beyond.length)}`,
          class: 'button primary',
          onClick: () => {
            events.onOpenGroup(id);
          },
        }),
        ...(keys.length === 0
          ? []
          : [
              newButton({
                text: 'Timeline',
                title: 'What all of them did, as one',
                class: 'button bordered',
                onClick: () => {
                  events.onTimeline({ kind: 'chain', keys, title });
                },
              }),
            ]),
      ],
    }),
    newElement('ul', { class: 'edges', children: items }),
    ...(more > 0 ? [newElement('p', { class: 'hint', text: `… and ${toCount(more)} more: show all of them.` })] : []),
  ];
}

function newEdgeList(
  title: string,
  edges: readonly ChainEdge[],
  far: 'from' | 'to',
  { names, events }: DetailContext,
): readonly HTMLElement[] {
  if (edges.length === 0) return [];
  const items = edges.slice(0, maxListed).map((edge) => {
    const [record] = edge.records;
    const action = newLink(`${toDisplayText(edge.action, 60)}, ${joinWords[edge.join]}`, 'Select the arrow', () => {
      events.onEdge(edge);
    });
    const node = newLink(names.get(edge[far]) ?? '', 'Select it', () => {
      events.onNode(edge[far]);
    });
    const time = toTimeText(edge.time);
    return newElement('li', {
      children: [
        action,
        new Text(far === 'from' ? ' by ' : ' → '),
        node,
        new Text(' · '),
        record === undefined ? new Text(time) : newRecordButton(record, events.onRecord, time),
      ],
    });
  });
  const more = edges.length - items.length;
  return [
    newElement('h3', { text: `${title} (${toCount(edges.length)})` }),
    newElement('ul', { class: 'edges', children: items }),
    ...(more > 0 ? [newElement('p', { class: 'hint', text: `… and ${toCount(more)} more: see the list.` })] : []),
  ];
}
