import { toDisplayText } from '../../base/displayText';
import type { ChainEdge, ChainNode, IssuanceDetails, RecordRef, RoleChain } from '../../engine/session/session';
import { joinWords, toCount, toDuration, toNoun, toTimeText } from './sessionText';

/** One value of a fact. Texts are safe to show; `key`, `query` and `nodeId` are as the logs spell them. */
export type FactValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'record'; readonly record: RecordRef }
  | { readonly kind: 'node'; readonly nodeId: string; readonly text: string };

export interface Fact {
  readonly label: string;
  readonly values: readonly FactValue[];
}

/** Long values wrap; what is longer than this is read in the record. */
const maxLength = 1000;

export function toNodeFacts(node: ChainNode): readonly Fact[] {
  const { use } = node;
  return [
    ...code('ARN', node.arn),
    ...text('Account', node.account),
    ...(node.accessKeyIds.length === 0
      ? []
      : [
          {
            label: node.accessKeyIds.length === 1 ? 'Access key' : 'Access keys',
            values: node.accessKeyIds.map(toKey),
          },
        ]),
    ...code('Role', node.roleArn),
    ...code('Session name', node.sessionName),
    ...time('Began', node.creationTime),
    ...time('Expires', node.expirationTime),
    ...code('Source identity', node.sourceIdentity),
    ...text('MFA', node.hasMfa === undefined ? undefined : node.hasMfa ? 'yes' : 'no'),
    ...code('Delivered to', node.issuedTo),
    ...text('Errors', use.errors === 0 ? undefined : `${toCount(use.errors)}, of them ${toCount(use.denied)} denied`),
    ...time('First use', use.firstTime),
    ...time('Last use', use.lastTime),
    ...text('From', use.records === 0 ? undefined : toPlaces(use.addresses, use.regions)),
  ];
}

/** `names`: of nodes, by id. */
export function toEdgeFacts(edge: ChainEdge, chain: RoleChain, names: ReadonlyMap<string, string>): readonly Fact[] {
  const toNode = (nodeId: string): FactValue => ({ kind: 'node', nodeId, text: names.get(nodeId) ?? 'unknown' });
  return [
    { label: 'Issued by', values: [toNode(edge.from)] },
    { label: 'Issued to', values: [toNode(edge.to)] },
    ...text('Time', toTimeText(edge.time)),
    ...text('Joined by', `${joinWords[edge.join]}: ${edge.reason}`),
    {
      label: edge.records.length === 1 ? 'Record' : `Records (${toCount(edge.records.length)})`,
      values: edge.records.map((record) => ({ kind: 'record', record })),
    },
    ...code('Session name', edge.sessionName),
    ...code('Source identity', edge.sourceIdentity),
    ...text('Duration asked for', edge.durationSeconds === undefined ? undefined : toDuration(edge.durationSeconds)),
    ...code('MFA device', edge.mfaSerial),
    ...code('From address', edge.sourceAddress),
    ...code('User agent', edge.userAgent),
    ...text('Region', edge.region),
    ...(edge.details === undefined ? toUnread(edge, chain) : toDetailFacts(edge.details)),
  ];
}

function toDetailFacts(details: IssuanceDetails): readonly Fact[] {
  const transitive = new Set(details.transitiveTagKeys);
  const tags = details.sessionTags.map(({ key, value }): FactValue => {
    const note = transitive.has(key) ? ' (passed on)' : '';
    return { kind: 'code', text: toDisplayText(`${key} = ${value}${note}`, maxLength) };
  });
  const tagged = new Set(details.sessionTags.map(({ key }) => key));
  const others = details.transitiveTagKeys.filter((key) => !tagged.has(key));
  return [
    ...(tags.length === 0 ? [] : [{ label: 'Session tags', values: tags }]),
    ...codes('Tags passed on', others),
    ...code('External id', details.externalId),
    ...codes('Session policies', details.policyArns),
    ...text('Inline session policy', details.hasSessionPolicy ? 'yes, narrows the session' : undefined),
    ...code('Identity provider', details.provider),
    ...code('Subject', details.subject),
    ...text('MFA used', details.mfaUsed),
  ];
}

/** Nothing is left out without a word. */
function toUnread({ records }: ChainEdge, { unreadDetails }: RoleChain): readonly Fact[] {
  const ids = new Set(records.map(({ eventId }) => eventId));
  const unread = unreadDetails.find(({ eventId }) => eventId !== undefined && ids.has(eventId));
  const why = unread === undefined ? '' : `: ${unread.reason}`;
  return text('Not read', `the record itself, so session tags, policies and the external id are not known${why}`);
}

function toPlaces(addresses: number, regions: number): string {
  return `${toNoun(addresses, 'address', 'addresses')} in ${toNoun(regions, 'region')}`;
}

function toKey(key: string): FactValue {
  return { kind: 'key', key };
}

function text(label: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : [{ label, values: [{ kind: 'text', text: toDisplayText(value, maxLength) }] }];
}

function time(label: string, value: number | undefined): readonly Fact[] {
  return value === undefined ? [] : text(label, toTimeText(value));
}

function code(label: string, value: string | undefined): readonly Fact[] {
  return value === undefined ? [] : codes(label, [value]);
}

function codes(label: string, values: readonly string[]): readonly Fact[] {
  if (values.length === 0) return [];
  return [{ label, values: values.map((value) => ({ kind: 'code', text: toDisplayText(value, maxLength) })) }];
}
