import type { CodeLens, Command } from 'vscode-languageserver-types';
import { toLabelText } from '../../base/displayText';
import type { RecordFields } from '../../engine/record/recordFields';
import { cell, readCell } from '../../engine/record/tape';
import { lineAt } from '../../engine/record/textPosition';
import {
  nextDigestCommand,
  openDigestLogCommand,
  previousDigestCommand,
  showValidationCommand,
  verifyDigestCommand,
} from '../../protocol/commands';
import { namedAddress, previousAddress, type ShownDigest } from './shownDigest';
import { shownPage, toValueRange, type ShownLog } from './shownLog';
import type { DigestFacts } from './validationFacts';
import { toStatusWords } from './validationText';
import { firstLineLens } from './validationLens';

/** The editor draws titled lenses at once, wherever they are, and asks for the others when they scroll into view. */
const maxTitledLogs = 100;

/** What a lens without a title carries. */
export interface DigestLensData {
  readonly document: number;
  /** Place in the digest's list of logs, from 0. */
  readonly namedLog: number;
}

/** Over the digest: verify it, and the way along the chain. Over each entry of its list: the log, and its status. */
export function provideDigestLenses(
  shown: ShownLog,
  digest: ShownDigest,
  facts: DigestFacts,
  document?: number,
): CodeLens[] {
  const { startLine, endLine } = shownPage(shown);
  const lenses = facts.isInSource ? chainLenses(shown, digest) : [];
  for (const [namedLog, entry] of digest.logs.entries()) {
    const line = lineAt(shown.log, readCell(shown.log.tape, entry.value, cell.start));
    if (line < startLine || line >= endLine) continue;
    // A digest that no source holds may still stand among its logs on disk; if not, there is nothing to say.
    if (!facts.isInSource && facts.findLog(namedAddress(entry)).documentUri === undefined) continue;
    const range = toValueRange(shown, entry.value);
    const atStart = { start: range.start, end: { ...range.start, character: range.start.character + 1 } };
    if (document === undefined || lenses.length < maxTitledLogs) {
      lenses.push({ range: atStart, command: logCommand(shown.uri, entry, facts) });
    } else {
      lenses.push({ range: atStart, data: { document, namedLog } satisfies DigestLensData });
    }
  }
  return lenses;
}

/** Gives a lens its title and command. */
export function resolveDigestLens(
  shown: ShownLog,
  digest: ShownDigest,
  facts: DigestFacts,
  lens: CodeLens,
  { namedLog }: DigestLensData,
): CodeLens {
  const entry = digest.logs[namedLog];
  return entry === undefined ? lens : { ...lens, command: logCommand(shown.uri, entry, facts) };
}

function chainLenses({ uri }: ShownLog, digest: ShownDigest): CodeLens[] {
  const previous =
    previousAddress(digest) === undefined
      ? { title: 'Starting digest: none before it', command: '' }
      : { title: '$(arrow-up) Previous digest', command: previousDigestCommand, arguments: [uri] };
  return [
    firstLineLens({ title: '$(shield) Verify this digest', command: verifyDigestCommand, arguments: [uri] }),
    firstLineLens(previous),
    firstLineLens({ title: '$(arrow-down) Next digest', command: nextDigestCommand, arguments: [uri] }),
  ];
}

/** `Open log · ✓ valid` */
function logCommand(uri: string, entry: RecordFields, { findLog }: DigestFacts): Command {
  const address = namedAddress(entry);
  const { documentUri, validation } = findLog(address);
  const words = validation === undefined ? undefined : toLabelText(toStatusWords(validation.object), 200);
  const isThere = documentUri !== undefined && validation?.object.status !== 'missing';
  if (isThere) {
    const title = words === undefined ? '$(go-to-file) Open log' : `$(go-to-file) Open log · ${words}`;
    return { title, command: openDigestLogCommand, arguments: [documentUri] };
  }
  if (words !== undefined) return { title: words, command: showValidationCommand, arguments: [documentUri ?? uri] };
  return { title: `Not in this source: ${toLabelText(`s3://${address.bucket}/${address.key}`, 160)}`, command: '' };
}
