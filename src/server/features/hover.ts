import type { Hover, Position } from 'vscode-languageserver-types';
import { toMarkdownCode } from '../../base/displayText';
import { parseArn } from '../../engine/entity/arn';
import { parseUniqueId } from '../../engine/entity/accessKeyId';
import { describeAddress } from '../../engine/entity/ipAddress';
import type { Sightings } from '../../engine/record/logIndex';
import { memberName, scalarText } from '../../engine/record/recordFields';
import { namingFields } from '../../engine/record/resource';
import { cell, readCell } from '../../engine/record/tape';
import { findText, recordAt, recordsAt } from '../../engine/record/textSearch';
import { toLinksText } from './hoverLinks';
import { toHoverText, type Description } from './hoverText';
import { toRange, type ShownLog } from './shownLog';
import { findTokenSubjects } from './subjectAt';
import { tokenAt } from './textToken';

/** Counting stops here; the hover then says "at least". */
export const maxCounted = 20_000;

export interface HoverOptions {
  /** Only Trailcase's own client can run what the links name. */
  readonly hasLinks: boolean;
}

/** Says what an identifier means, and how often it stands in this log. Links lead to what is known of it elsewhere. */
export function provideHover(
  shown: ShownLog,
  position: Position,
  options: HoverOptions = { hasLinks: false },
): Hover | undefined {
  const token = tokenAt(shown, position);
  if (token === undefined) return undefined;
  const { log } = shown;
  const text = scalarText(log, token.value);
  if (text === undefined) return undefined;
  const start = readCell(log.tape, token.value, cell.start);
  const end = readCell(log.tape, token.value, cell.end);
  const description = describeValue(memberName(log, token.value), text, shown, start);
  if (description === undefined) return undefined;
  // A digest holds no records in which anything could be sighted.
  const sightings = log.isDigest ? [] : ['', sightingsText(countText(shown, log.bytes.subarray(start, end)))];
  const subjects = options.hasLinks && !log.isDigest ? findTokenSubjects(shown, position) : undefined;
  const links = subjects === undefined ? undefined : toLinksText(shown.uri, position, subjects);
  const value = [toHoverText(description), ...sightings, ...(links === undefined ? [] : ['', links])].join('\n');
  return { contents: { kind: 'markdown', value }, range: toRange(shown, start, end) };
}

/** Undefined for values that say nothing by themselves. */
function describeValue(name: string, text: string, shown: ShownLog, offset: number): Description | undefined {
  return (
    describeArn(text) ??
    describeUniqueId(text) ??
    describeAccount(name, text) ??
    describeIp(name, text) ??
    describePrincipal(name, text, shown, offset) ??
    describeResource(name, text, shown, offset)
  );
}

function describeArn(text: string): Description | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  return {
    title: 'ARN',
    text,
    rows: [
      ['Partition', arn.partition],
      ['Service', arn.service],
      ['Region', arn.region === '' ? 'none: global' : arn.region],
      ['Account', arn.account === '' ? 'none' : arn.account],
      ['Resource type', arn.resourceType ?? 'not stated'],
      ['Resource id', arn.resourceId],
    ],
  };
}

function describeUniqueId(text: string): Description | undefined {
  const id = parseUniqueId(text);
  if (id === undefined) return undefined;
  const rows: [string, string][] = [['Kind', id.kind]];
  if (id.sessionName !== undefined) rows.push(['Session name', id.sessionName]);
  if (id.account !== undefined) rows.push(['Account inside the id', id.account]);
  return { title: 'AWS id', text, rows };
}

function describeAccount(name: string, text: string): Description | undefined {
  if (!/account/i.test(name) || !/^\d{12}$/.test(text)) return undefined;
  return { title: 'AWS account', text, rows: [['Field', name]] };
}

function describeIp(name: string, text: string): Description | undefined {
  if (name !== 'sourceIPAddress') return undefined;
  return { title: 'Source address', text, rows: [['Kind', describeAddress(text)]] };
}

/** The fields of `userIdentity` that are plain names, and the service names beside them. */
const principalNames = new Map<string, string>([
  ['userName', 'User or role name'],
  ['principalId', 'Principal id'],
  ['accessKeyId', 'Access key id'],
  ['arn', 'Principal'],
  ['invokedBy', 'Service that made the call'],
  ['type', 'Kind of identity'],
  ['sourceIdentity', 'Source identity'],
]);

function describePrincipal(name: string, text: string, shown: ShownLog, offset: number): Description | undefined {
  const title = principalNames.get(name);
  const ordinal = recordAt(shown.log, offset);
  if (title === undefined || ordinal === undefined) return undefined;
  const principal = shown.index.listPrincipals()[ordinal];
  if (principal === undefined || !isInside(shown, principal.field, offset)) return undefined;
  const rows: [string, string][] = [
    ['Principal', principal.name],
    ['Kind', principal.description],
  ];
  if (principal.account !== undefined) rows.push(['Account', principal.account]);
  return { title, text, rows };
}

/** Names such as a bucket's, where the field or the record's list of resources says what they name. */
function describeResource(name: string, text: string, shown: ShownLog, offset: number): Description | undefined {
  const ordinal = recordAt(shown.log, offset);
  if (ordinal === undefined) return undefined;
  const { tape } = shown.log;
  const resources = shown.index.listResources()[ordinal];
  const resource = resources?.find(({ field }) => readCell(tape, field, cell.start) === offset);
  const type = resource?.type ?? namingFields.get(name);
  return type === undefined ? undefined : { title: 'Resource', text, rows: [['Type', type]] };
}

/** True when the offset lies in the same `userIdentity` as the principal's own field. */
function isInside(shown: ShownLog, field: number, offset: number): boolean {
  const { tape } = shown.log;
  for (let value = field; value >= 0; value--) {
    if (memberName(shown.log, value) !== 'userIdentity') continue;
    return offset >= readCell(tape, value, cell.start) && offset < readCell(tape, value, cell.end);
  }
  return false;
}

interface Count extends Sightings {
  readonly isBounded: boolean;
}

function countText(shown: ShownLog, token: Uint8Array): Count {
  const offsets = findText(shown.log, token, maxCounted);
  return { ...shown.index.sightings(recordsAt(shown.log, offsets)), isBounded: offsets.length === maxCounted };
}

function sightingsText({ records, firstTime, lastTime, isBounded }: Count): string {
  const count = `${isBounded ? 'at least ' : ''}${records.length.toLocaleString('en-US')} record${records.length === 1 ? '' : 's'}`;
  const times =
    firstTime === undefined || lastTime === undefined
      ? ''
      : firstTime === lastTime
        ? `, at ${toMarkdownCode(firstTime)} (UTC)`
        : `, first ${toMarkdownCode(firstTime)}, last ${toMarkdownCode(lastTime)} (UTC)`;
  return `In this log: ${count}${times}`;
}
