import { toUtcText, type EpochMs } from '../../base/time';
import { parseArn } from '../entity/arn';
import type { ChainDraft, ChainParty } from './chainDraft';
import type { InferredIssuer } from './issuerInference';
import type { ChainGap, ChainNode } from './session';
import type { HeldTime, SessionRecord, SessionRecords } from './sessionRecords';

/** A chain as it was walked. */
export interface WalkedChain {
  readonly walk: {
    readonly draft: ChainDraft;
    readonly inferred: ReadonlyMap<string, InferredIssuer>;
    readonly callerGaps: ReadonlyMap<string, string>;
  };
  readonly nodes: readonly ChainNode[];
  readonly notes: readonly { readonly nodeId: string; readonly text: string }[];
}

/** On either side of a session's beginning: CloudTrail delivers within 15 minutes. */
const deliveryMs = 15 * 60_000;
/** The longest that a session may have been at work unseen, where nothing says when it began. */
const longestMs = 12 * 3_600_000;

/** Where the chain ends for want of records, and what may help. */
export async function findGaps(
  { walk, nodes, notes }: WalkedChain,
  records: SessionRecords,
  signal: AbortSignal,
): Promise<readonly ChainGap[]> {
  const open = nodes.filter(({ kind, id }) => kind === 'session' && !walk.draft.issued.has(id));
  const spans = open.map((node) => toSpan(node));
  const held = await records.heldOf(
    spans.flatMap((span) => span ?? []),
    signal,
  );
  let at = 0;
  const gaps: ChainGap[] = notes.map(({ nodeId, text }) => ({ nodeId, text }));
  for (const [number, node] of open.entries()) {
    const span = spans[number];
    const party = walk.draft.nodes.get(node.id)?.party;
    gaps.push(toGap(node, party, walk.inferred.get(node.id), span, span === undefined ? undefined : held[at++]));
  }
  for (const [nodeId, text] of walk.callerGaps) gaps.push({ nodeId, text });
  return gaps;
}

interface Span {
  readonly account: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

function toSpan({ account, arn, creationTime, use }: ChainNode): Span | undefined {
  const own = parseArn(arn ?? '')?.account ?? account;
  const begin = creationTime ?? use.firstTime;
  if (own === undefined || begin === undefined) return undefined;
  const before = creationTime === undefined ? longestMs : deliveryMs;
  return { account: own, from: begin - before, to: begin + deliveryMs };
}

function toGap(
  node: ChainNode,
  party: ChainParty | undefined,
  issuer: InferredIssuer | undefined,
  span: Span | undefined,
  held: HeldTime | undefined,
): ChainGap {
  const nodeId = node.id;
  if (issuer?.kind === 'ambiguous') return { nodeId, text: toAmbiguousText(issuer) };
  const began = node.creationTime === undefined ? '' : `, which began at ${toUtcText(node.creationTime)}`;
  const parts = [`No record in the index says who issued the credentials of this session${began}.`, toKindText(party)];
  if (issuer?.kind === 'none' && issuer.switched !== undefined) {
    parts.push(`The console’s ${nameOf(issuer.switched)} names the one who switched as SwitchFrom.`);
  }
  const { text, isHeld } = toHeldText(span, held);
  parts.push(text);
  const whole = parts.filter((part) => part !== '').join(' ');
  if (span === undefined || isHeld) return { nodeId, text: whole };
  return { nodeId, text: whole, toIndex: { from: span.from, to: span.to, accounts: [span.account] } };
}

function toKindText(party: ChainParty | undefined): string {
  if (party === undefined || !('keys' in party) || !party.isDerived) return '';
  const { isFromConsole, invokedBy, arn } = party.identity ?? {};
  if (isFromConsole === true) return 'The console makes keys of its own, and no sign-in or role switch fits.';
  if (invokedBy === undefined) return '';
  return `${invokedBy} made all of its calls, as ${arn ?? 'the caller'}; the keys of such calls are seldom in a record.`;
}

function toHeldText(
  span: Span | undefined,
  held: HeldTime | undefined,
): { readonly text: string; readonly isHeld: boolean } {
  if (span === undefined || held === undefined) return { text: '', isHeld: false };
  const { account, from, to } = span;
  const between = `between ${toUtcText(from)} and ${toUtcText(to)}`;
  if (held.records > 0) {
    const count = held.records === 1 ? 'one record' : `${held.records} records`;
    const why =
      'it was recorded elsewhere, or not delivered: another account’s log, or another region (the global endpoint of STS records in us-east-1)';
    return {
      text: `The index holds ${count} of account ${account} ${between}, and none issues it: ${why}.`,
      isHeld: true,
    };
  }
  if (held.first === undefined) return { text: `The index holds nothing of account ${account}.`, isHeld: false };
  const isBefore = to < held.first;
  const text = isBefore
    ? `The session is older than what the index holds of account ${account}: its first record is of ${toUtcText(held.first)}.`
    : `The index holds nothing of account ${account} ${between}.`;
  return { text, isHeld: false };
}

function toAmbiguousText({ actions, rivals }: Extract<InferredIssuer, { kind: 'ambiguous' }>): string {
  const names = actions.map(({ records }) => nameOf(records[0])).join(', ');
  if (rivals.length === 0) {
    return `No record names this session’s key, and ${actions.length} calls fit it equally well, so that none is chosen: ${names}.`;
  }
  const others = rivals.map(({ id, name }) => `${name} (${id})`).join(', ');
  return `No record names this session’s key. ${names} fits it, and fits as well: ${others}. None is chosen.`;
}

function nameOf(record: SessionRecord | undefined): string {
  if (record === undefined) return 'a call';
  const when = record.time === undefined ? '' : ` at ${toUtcText(record.time)}`;
  return `${record.eventName}${when} (event ${record.eventId ?? `${record.ordinal + 1} of ${record.key}`})`;
}
