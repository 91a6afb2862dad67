import type { CodeLens, Command, Range } from 'vscode-languageserver-types';
import { toLabelText } from '../../base/displayText';
import type { Principal, PrincipalKind } from '../../engine/record/principal';
import type { Resource } from '../../engine/record/resource';
import type { OccurrencesParams } from '../../protocol/requests';
import {
  openPageCommand,
  peekOccurrencesCommand,
  showRoleChainCommand,
  showTimelineCommand,
} from '../../protocol/commands';
import type { SubjectAtParams } from '../../protocol/sessionRequests';
import { cell, readCell } from '../../engine/record/tape';
import { positionAt } from '../../engine/record/textPosition';
import { RecordFields } from '../../engine/record/recordFields';
import { hasCaller, isTemporary } from './recordSubjects';
import { listShownRecords, shownPage, type ShownLog } from './shownLog';
import { timeOfDay } from './symbols';

/** More resources than this share one lens: some calls name hundreds. */
export const maxResourceLenses = 6;

/**
 * Records of a page whose lenses come with their titles. The editor draws titled lenses at once, wherever they are, and
 * asks for the others when they scroll into view: a page may have ten thousand.
 */
const maxTitledRecords = 100;

/** What a lens without a title carries: enough to find its record again. */
export interface CodeLensData {
  readonly document: number;
  readonly record: number;
  /** Which of the record's lenses. */
  readonly index: number;
}

/**
 * Over every record: who, what happened, and each resource. A click shows all records of the same one. Behind them, the
 * caller's timeline and, of temporary credentials, who issued them. Also the way to other pages.
 * `document` is a number by which `resolveCodeLens` finds the log again; without it every lens has its title.
 */
export function provideCodeLenses(shown: ShownLog, document?: number): CodeLens[] {
  const lenses: CodeLens[] = providePageLenses(shown);
  for (const [place, ordinal] of listShownRecords(shown).entries()) {
    if (document === undefined || place < maxTitledRecords) lenses.push(...recordLenses(shown, ordinal));
    else lenses.push(...untitledLenses(shown, ordinal, document));
  }
  return lenses;
}

/** Gives a lens its title and command. */
export function resolveCodeLens(shown: ShownLog, lens: CodeLens, { record, index }: CodeLensData): CodeLens {
  const command = recordLenses(shown, record)[index]?.command;
  return command === undefined ? lens : { ...lens, command };
}

function untitledLenses(shown: ShownLog, ordinal: number, document: number): CodeLens[] {
  const range = firstLine(shown, ordinal);
  const resources = shown.index.listResources()[ordinal]?.length ?? 0;
  const count = 2 + Math.min(resources, maxResourceLenses + 1) + listCallerCommands(shown, ordinal).length;
  return Array.from({ length: count }, (_, index): CodeLens => {
    const data: CodeLensData = { document, record: ordinal, index };
    return { range, data };
  });
}

function recordLenses(shown: ShownLog, ordinal: number): CodeLens[] {
  const range = firstLine(shown, ordinal);
  const principal = shown.index.listPrincipals()[ordinal];
  const resources = shown.index.listResources()[ordinal] ?? [];
  const lenses: CodeLens[] = [];
  if (principal !== undefined) {
    const count = shown.index.recordsOfPrincipal(principal.id).length;
    lenses.push(occurrencesLens(range, principalTitle(principal, count), shown, 'principal', ordinal, 0));
  }
  lenses.push(occurrencesLens(range, eventTitle(shown, ordinal), shown, 'event', ordinal, 0));
  for (const [index, resource] of resources.slice(0, maxResourceLenses).entries()) {
    const count = shown.index.recordsOfResource(resource.id).length;
    lenses.push(occurrencesLens(range, resourceTitle(resource, count), shown, 'resource', ordinal, index));
  }
  const rest = resources.length - maxResourceLenses;
  if (rest > 0) {
    const title = `+ ${rest} more resource${rest === 1 ? '' : 's'}`;
    lenses.push(occurrencesLens(range, title, shown, 'resource', ordinal, maxResourceLenses));
  }
  return [...lenses, ...listCallerCommands(shown, ordinal).map((command) => ({ range, command }))];
}

/** What can be shown of a record's caller beyond this log. */
function listCallerCommands(shown: ShownLog, record: number): readonly Command[] {
  const principal = shown.index.listPrincipals()[record];
  if (principal === undefined || !hasCaller(principal)) return [];
  const params: SubjectAtParams = { uri: shown.uri, record, kind: 'principal', index: 0 };
  const timeline = { title: '$(pulse) Timeline', command: showTimelineCommand, arguments: [params] };
  if (!isTemporary(shown.log, shown.log.records[record] ?? 0)) return [timeline];
  return [timeline, { title: '$(git-merge) Role chain', command: showRoleChainCommand, arguments: [params] }];
}

function occurrencesLens(
  range: Range,
  title: string,
  shown: ShownLog,
  kind: OccurrencesParams['kind'],
  record: number,
  index: number,
): CodeLens {
  const params: OccurrencesParams = { uri: shown.uri, kind, record, index };
  return { range, command: { title, command: peekOccurrencesCommand, arguments: [params, range.start] } };
}

const principalIcons: Readonly<Record<PrincipalKind, string>> = {
  user: 'person',
  role: 'organization',
  root: 'key',
  service: 'gear',
  federated: 'link-external',
  account: 'account',
  identityCenter: 'person',
  insight: 'lightbulb',
  unknown: 'question',
};

/** `alice (IAM user) · 12 records` */
function principalTitle(principal: Principal, count: number): string {
  const icon = `$(${principalIcons[principal.kind]})`;
  return `${icon} ${toLabelText(principal.name, 80)} (${toLabelText(principal.description, 60)})${countText(count)}`;
}

/** `10:22:05 PutObject ✗ AccessDenied`: what is left to read when the record is folded. */
function eventTitle(shown: ShownLog, ordinal: number): string {
  const fields = new RecordFields(shown.log, shown.log.records[ordinal] ?? 0);
  const time = timeOfDay(fields.text('eventTime'));
  const error = fields.text('errorCode');
  const words = [time, shown.index.listEventNames()[ordinal] ?? '', error === undefined ? '' : `✗ ${error}`];
  return toLabelText(words.filter((word) => word !== '').join(' '), 120);
}

/** `bucket backups · 3 records` */
function resourceTitle(resource: Resource, count: number): string {
  return `$(symbol-field) ${toLabelText(resource.type, 40)} ${toLabelText(resource.name, 80)}${countText(count)}`;
}

function countText(count: number): string {
  return count > 1 ? ` · ${count.toLocaleString('en-US')} records` : '';
}

/** The line on which the record begins. */
function firstLine(shown: ShownLog, ordinal: number): Range {
  const start = readCell(shown.log.tape, shown.log.records[ordinal] ?? 0, cell.start);
  const { line, character } = positionAt(shown.log, start);
  const position = { line: line - shownPage(shown).startLine, character };
  return { start: position, end: { line: position.line, character: character + 1 } };
}

function providePageLenses(shown: ShownLog): CodeLens[] {
  const count = shown.pages.length;
  if (count < 2) return [];
  const page = shownPage(shown);
  const lastLine = Math.max(0, page.endLine - page.startLine - 1);
  const total = shown.log.records.length.toLocaleString('en-US');
  const here =
    `Page ${shown.pageNumber} of ${count} · records ${(page.firstRecord + 1).toLocaleString('en-US')}` +
    `–${page.endRecord.toLocaleString('en-US')} of ${total}`;
  const lenses = [pageLens(shown, 0, here, shown.pageNumber)];
  for (const line of [0, lastLine]) {
    if (shown.pageNumber > 1) lenses.push(pageLens(shown, line, '$(arrow-up) Previous page', shown.pageNumber - 1));
    if (shown.pageNumber < count) lenses.push(pageLens(shown, line, '$(arrow-down) Next page', shown.pageNumber + 1));
  }
  return lenses;
}

function pageLens(shown: ShownLog, line: number, title: string, pageNumber: number): CodeLens {
  const position = { line, character: 0 };
  const command = { title, command: openPageCommand, arguments: [shown.pageUri(pageNumber), pageNumber] };
  return { range: { start: position, end: position }, command };
}
