import { toDisplayText } from '../../base/displayText';
import type { ChainEdge, ChainNode, EdgeJoin, NodeUse } from '../../engine/session/session';
import { joinWords, toCount, toNoun, toSpanText, toTimeText } from './sessionText';
import type { ChainGroup, VisibleEdge, VisibleNode } from './visibleChain';

/** What a card says, line by line. All safe to show. */
export interface NodeText {
  /** What kind of principal it is. */
  readonly kind: string;
  readonly account: string | undefined;
  readonly name: string;
  readonly lines: readonly string[];
  /** Something is missing: whole words, drawn with a warning. */
  readonly warning: string | undefined;
}

export interface EdgeText {
  readonly action: string;
  readonly time: string;
  readonly join: string;
  readonly joinKind: EdgeJoin;
}

/** `isStart`: of the chain. */
export function toNodeText(visible: VisibleNode, isStart = false): NodeText {
  if (visible.kind === 'group') return toGroupText(visible.group);
  const { node, gaps } = visible;
  const { description, account, name } = node;
  return {
    kind: `${isStart ? 'start · ' : ''}${toDisplayText(description, 60)}`,
    account: account === undefined ? undefined : toDisplayText(account, 20),
    name: toDisplayText(name, 160),
    lines: [toKeyLine(node), toTimeLine(node), toUseText(node.use)].filter((line) => line !== undefined),
    warning: gaps.length === 0 ? undefined : gaps.length === 1 ? 'not all known' : `${gaps.length} things not known`,
  };
}

/** `1,234 records · 3 denied` */
export function toUseText({ records, errors, denied }: NodeUse): string {
  if (records === 0) return 'no records signed by it';
  const failed = errors - denied;
  const parts = [toNoun(records, 'record')];
  if (denied > 0) parts.push(`${toCount(denied)} denied`);
  if (failed > 0) parts.push(toNoun(failed, 'error'));
  return parts.join(' · ');
}

export function toEdgeText({ edges }: VisibleEdge): EdgeText {
  const [first] = edges;
  const actions = new Set(edges.map(({ action }) => action));
  const joinKind = toWeakestJoin(edges);
  const isMixed = edges.some(({ join }) => join !== joinKind);
  const times = edges.map(({ time }) => time).filter((time) => time !== undefined);
  const action =
    actions.size === 1
      ? toDisplayText(first?.action ?? '', 60)
      : toNoun(actions.size, 'kind of action', 'kinds of action');
  return {
    action: edges.length === 1 ? action : `${action} × ${toCount(edges.length)}`,
    time: edges.length === 1 ? toTimeText(first?.time) : toShortSpan(times),
    join: isMixed ? `some ${joinWords[joinKind]}` : `${joinWords[joinKind]}${toAccountNote(edges)}`,
    joinKind,
  };
}

/** For a screen reader: one sentence. */
export function toNodeLabel(visible: VisibleNode, isStart: boolean): string {
  const { kind, account, name, lines, warning } = toNodeText(visible);
  const parts = [
    `${kind} ${name}`,
    ...(account === undefined ? [] : [`account ${account}`]),
    ...lines,
    ...(warning === undefined ? [] : [warning]),
    ...(isStart ? ['start of this chain'] : []),
  ];
  return parts.join(', ');
}

export function toEdgeLabel(edge: VisibleEdge, names: ReadonlyMap<string, string>): string {
  const { action, time, join } = toEdgeText(edge);
  const toName = (id: string): string => names.get(id) ?? 'unknown';
  return `${action} from ${toName(edge.from)} to ${toName(edge.to)}, ${time}, joined by ${join}`;
}

/** The tooltip of an edge: why the two belong together. */
export function toEdgeTitle({ edges }: VisibleEdge): string {
  const [first] = edges;
  if (edges.length !== 1 || first === undefined) return `${toNoun(edges.length, 'action')}: the details list them`;
  const word = joinWords[first.join];
  return `${toDisplayText(first.action, 60)}\n${toTimeText(first.time)}\n${word}: ${toDisplayText(first.reason, 500)}`;
}

/** Of one edge whose action several accounts recorded. */
function toAccountNote(edges: readonly ChainEdge[]): string {
  const [edge] = edges;
  if (edge === undefined || edges.length > 1) return '';
  const accounts = new Set(edge.records.map(({ account }) => account).filter((account) => account !== undefined));
  return accounts.size > 1 ? `, ${accounts.size} accounts` : '';
}

/** `2026-01-15 14:08 – 16:30 UTC`, or days where there are several. */
function toShortSpan(times: readonly number[]): string {
  if (times.length === 0) return 'times unknown';
  const first = toTimeText(Math.min(...times));
  const last = toTimeText(Math.max(...times));
  const [day, lastDay] = [first.slice(0, 10), last.slice(0, 10)];
  if (day !== lastDay) return `${day} – ${lastDay} UTC`;
  return first === last ? first : `${first.slice(0, 16)} – ${last.slice(11, 16)} UTC`;
}

function toGroupText({ members, beyond, nodeKind, roleArn }: ChainGroup): NodeText {
  const count = members.length;
  const what = nodeKind === 'session' ? toNoun(count, 'more session') : `${toCount(count)} more`;
  const accounts = new Set(members.map(({ account }) => account));
  const [account] = accounts;
  const times = members
    .map(({ creationTime, use }) => creationTime ?? use.firstTime)
    .filter((time) => time !== undefined);
  const records = members.reduce((sum, { use }) => sum + use.records, 0);
  return {
    kind:
      roleArn === undefined
        ? toDisplayText(members[0]?.description ?? '', 60)
        : toDisplayText(roleArn.replace(/^.*:/, ''), 60),
    account: accounts.size === 1 && account !== undefined ? toDisplayText(account, 20) : undefined,
    name: `+ ${what}`,
    lines: [
      ...(times.length === 0 ? [] : [toSpanText(Math.min(...times), Math.max(...times))]),
      toNoun(records, 'record'),
      ...(beyond.length === 0 ? [] : [`and ${toCount(beyond.length)} behind them`]),
    ],
    warning: undefined,
  };
}

function toKeyLine({ accessKeyIds }: ChainNode): string | undefined {
  const [first] = accessKeyIds;
  if (first === undefined) return undefined;
  const more = accessKeyIds.length - 1;
  return more === 0 ? toDisplayText(first, 40) : `${toDisplayText(first, 40)} + ${toCount(more)}`;
}

function toTimeLine({ creationTime, use }: ChainNode): string | undefined {
  if (creationTime !== undefined) return `since ${toTimeText(creationTime)}`;
  return use.firstTime === undefined ? undefined : `seen ${toTimeText(use.firstTime)}`;
}

function toWeakestJoin(edges: readonly ChainEdge[]): EdgeJoin {
  const joins = new Set(edges.map(({ join }) => join));
  return joins.has('inferred') ? 'inferred' : joins.has('sharedEvent') ? 'sharedEvent' : 'accessKey';
}
