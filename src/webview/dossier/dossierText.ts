import { toSizeText } from '../../base/byteSize';
import { toDisplayText } from '../../base/displayText';
import type { DataUse, KeyDossier, Remnant, RemnantKind } from '../../engine/dossier/dossier';
import { toCount, toNoun } from '../chain/sessionText';

/** Records of a count that failed, in Trailcase's query language. */
export function toErrorQuery(query: string, which: 'errors' | 'denied'): string {
  return `(${query}) AND ${which === 'errors' ? 'has:error' : 'error:denied'}`;
}

/** A value that the records do not have is said, and not left empty. */
export function toValueText(value: string): string {
  return value === '' ? '(none)' : toDisplayText(value, 400);
}

/** `42 denied · 7 other errors` */
export function toFailureText({ errors, denied }: { readonly errors: number; readonly denied: number }): string {
  const others = errors - denied;
  const parts = [
    ...(denied > 0 ? [`${toCount(denied)} denied`] : []),
    ...(others > 0 ? [denied > 0 ? toNoun(others, 'other error') : toNoun(others, 'error')] : []),
  ];
  return parts.length === 0 ? 'none failed' : parts.join(' · ');
}

/** `45.0 GB`, and how many records say nothing of bytes. */
export function toBytesText({
  bytesOut,
  bytesIn,
  withoutBytes,
}: Omit<DataUse, 'service' | 'store' | 'query' | 'samples'>) {
  const parts = [
    ...(bytesOut > 0 ? [`${toSizeText(bytesOut)} read`] : []),
    ...(bytesIn > 0 ? [`${toSizeText(bytesIn)} written`] : []),
    ...(withoutBytes > 0 ? [`${toNoun(withoutBytes, 'record')} without bytes`] : []),
  ];
  return parts.length === 0 ? 'no bytes' : parts.join(' · ');
}

export const remnantWords: Readonly<Record<RemnantKind, string>> = {
  user: 'user',
  accessKey: 'access key',
  loginProfile: 'console password',
  role: 'role',
  trustPolicy: 'trust policy',
  policy: 'policy',
  policyAttachment: 'permissions',
  groupMembership: 'group membership',
  mfaDevice: 'MFA device',
  identityProvider: 'identity provider',
  snapshotShared: 'shared snapshot',
  imageShared: 'shared image',
  bucketPolicy: 'bucket policy',
  resourcePolicy: 'resource policy',
  securityGroupRule: 'security group rule',
  instance: 'instance',
  function: 'function',
  other: 'other',
};

/** Never “still there”: only what the logs show. */
export function toReversionText({ revertedBy, revertedHow }: Remnant): string {
  if (revertedBy === undefined) return 'the logs do not show it reverted';
  return revertedHow === undefined ? 'reverted' : toDisplayText(revertedHow, 80);
}

/** Sections that hold nothing say so in the list of contents, too. */
export interface SectionTitle {
  readonly id: string;
  readonly title: string;
  /** `3`, `12 of 146`; absent where a count says nothing. */
  readonly count?: string;
}

export function toSectionTitles(dossier: KeyDossier): readonly SectionTitle[] {
  const { addresses, agents, regions, services, events, deniedThenAllowed, data, remnants } = dossier;
  const open = remnants.filter(({ revertedBy }) => revertedBy === undefined).length;
  const assumed = countAssumed(dossier);
  const things = (count: number): string => toLeastText(count, dossier.leftOut?.remnants);
  return [
    { id: 'summary', title: 'Summary' },
    { id: 'issued', title: 'Issued by' },
    {
      id: 'left',
      title: 'What it left behind',
      count: open === remnants.length ? things(open) : `${things(open)} of ${things(remnants.length)}`,
    },
    {
      id: 'logging',
      title: 'Logging changes',
      count: toLeastText(dossier.loggingChanges.length, dossier.leftOut?.loggingChanges),
    },
    { id: 'denied', title: 'Denied, then allowed', count: toCount(deniedThenAllowed.length) },
    { id: 'data', title: 'Data read and written', count: toCount(data.length) },
    { id: 'addresses', title: 'Addresses', count: toCount(addresses.total) },
    { id: 'agents', title: 'User agents', count: toCount(agents.total) },
    { id: 'regions', title: 'Regions', count: toCount(regions.total) },
    { id: 'services', title: 'Services', count: toCount(services.total) },
    { id: 'events', title: 'Events', count: toCount(events.total) },
    { id: 'assumed', title: 'Assumed in turn', count: toCount(assumed) },
    { id: 'unseen', title: 'Not seen', count: toCount(dossier.notSeen.length) },
  ];
}

/** `2,000+` of a list that is cut. */
export function toLeastText(count: number, leftOut: number | undefined): string {
  return leftOut === undefined || leftOut === 0 ? toCount(count) : `${toCount(count)}+`;
}

/** Sessions and keys that were issued with the key, in turn. */
export function countAssumed(dossier: Pick<KeyDossier, 'chain'>): number {
  return dossier.chain.edges.filter(({ from }) => isAtOrBehindStart(dossier, from)).length;
}

/** True of the key's own session, and of those that were issued with it. */
export function isAtOrBehindStart({ chain }: Pick<KeyDossier, 'chain'>, nodeId: string): boolean {
  return (chain.nodes.find(({ id }) => id === nodeId)?.depth ?? -1) >= 0;
}
