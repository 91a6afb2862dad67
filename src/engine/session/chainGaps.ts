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
  /** Found where the chain begins. */
  readonly known: readonly ChainGap[];
}

/** On either side of a session's beginning: CloudTrail delivers within 15 minutes. */
const deliveryMs = 15 * 60_000;
/** The longest that a session may have been at work unseen, where nothing says when it began. */
const longestMs = 12 * 3_600_000;

/** Where the chain ends for want of records, and what may help. */
export async function findGaps(
  { walk, nodes, known }: WalkedChain,
  records: SessionRecords,
  signal: AbortSignal,
): Promise<readonly ChainGap[]> {
  const { issued, nodes: drafts } = walk.draft;
  const ends = nodes.flatMap((node): readonly End[] => {
    if (node.kind === 'account') return [{ node, span: toCallSpan(node, walk.draft) }];
    return node.kind === 'session' && !issued.has(node.id) ? [{ node, span: toSpan(node) }] : [];
  });
  const held = await records.heldOf(
    ends.flatMap(({ span }) => span ?? []),
    signal,
  );
  let at = 0;
  const gaps: ChainGap[] = [...known];
  for (const { node, span } of ends) {
    const holding = toHolding(span, span === undefined ? undefined : held[at++]);
    gaps.push(
      node.kind === 'account'
        ? toStrangerGap(node, holding)
        : toGap(node, drafts.get(node.id)?.party, walk.inferred.get(node.id), holding),
    );
  }
  for (const [nodeId, text] of walk.callerGaps) gaps.push({ nodeId, text });
  return gaps;
}

/** A node that nothing leads to. */
interface End {
  readonly node: ChainNode;
  readonly span: Span | undefined;
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

/** When a caller of another account made its calls: that account has records of them, which say who it was. */
function toCallSpan({ id, account }: ChainNode, { edges }: ChainDraft): Span | undefined {
  const times = [...edges.values()].flatMap(({ from, time }) => (from === id && time !== undefined ? [time] : []));
  if (account === undefined || times.length === 0) return undefined;
  return { account, from: Math.min(...times) - deliveryMs, to: Math.max(...times) + deliveryMs };
}

function toStrangerGap({ id, account }: ChainNode, { text, toIndex }: Holding): ChainGap {
  const whose = account === undefined ? 'Its own account' : `Account ${account}`;
  const parts = [
    `Of this caller only the account and a unique id are known. ${whose} has a record of its own of the call, which says who it was.`,
    text,
  ];
  const whole = parts.filter((part) => part !== '').join(' ');
  return { nodeId: id, text: whole, ...(toIndex === undefined ? {} : { toIndex }) };
}

function toGap(
  node: ChainNode,
  party: ChainParty | undefined,
  issuer: InferredIssuer | undefined,
  { text, toIndex }: Holding,
): ChainGap {
  const nodeId = node.id;
  if (issuer?.kind === 'ambiguous') return { nodeId, text: toAmbiguousText(issuer) };
  if (issuer?.kind === 'tooMany') {
    return {
      nodeId,
      text: 'No record names this session’s key, and more calls are near it than can be looked at: none is chosen.',
    };
  }
  const began = node.creationTime === undefined ? '' : `, which began at ${toUtcText(node.creationTime)}`;
  const parts = [`No record in the index says who issued the credentials of this session${began}.`, toKindText(party)];
  if (issuer?.kind === 'none' && issuer.switched !== undefined) {
    parts.push(`The console’s ${nameOf(issuer.switched)} names the one who switched as SwitchFrom.`);
  }
  const whole = [...parts, text].filter((part) => part !== '').join(' ');
  return { nodeId, text: whole, ...(toIndex === undefined ? {} : { toIndex }) };
}

function toKindText(party: ChainParty | undefined): string {
  if (party === undefined || !('keys' in party) || !party.isDerived) return '';
  const { isFromConsole, invokedBy, arn } = party.identity ?? {};
  if (isFromConsole === true) return 'The console makes keys of its own, and no sign-in or role switch fits.';
  if (invokedBy === undefined) return '';
  return `${invokedBy} made all of its calls, as ${arn ?? 'the caller'}; the keys of such calls are seldom in a record.`;
}

/** What the index holds of a span, in words, and what to index where that is not all of it. */
interface Holding {
  readonly text: string;
  readonly toIndex?: NonNullable<ChainGap['toIndex']>;
}

function toHolding(span: Span | undefined, held: HeldTime | undefined): Holding {
  if (span === undefined || held === undefined) return { text: '' };
  const { account, from, to } = span;
  const between = `of account ${account} between ${toUtcText(from)} and ${toUtcText(to)}`;
  const count = held.records === 1 ? 'one record' : `${held.records === 0 ? 'no' : held.records} records`;
  if (held.isWhole) {
    const why =
      'it was not delivered, or recorded elsewhere: in another account’s log, or in another trail (the global endpoint of STS records in us-east-1)';
    const found = held.records === 0 ? 'and no record' : `${count}, and none is the one that is missing`;
    return { text: `The index holds all that was listed ${between}, ${found}: ${why}.` };
  }
  const toIndex = { from, to, accounts: [account] };
  if (held.first === undefined) return { text: `The index holds nothing of account ${account}.`, toIndex };
  if (to < held.first) {
    const text = `That is older than what the index holds of account ${account}: its first record is of ${toUtcText(held.first)}.`;
    return { text, toIndex };
  }
  if (held.records === 0) return { text: `The index holds nothing ${between}.`, toIndex };
  return { text: `The index holds only a part of what there may be ${between} (${count}).`, toIndex };
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
