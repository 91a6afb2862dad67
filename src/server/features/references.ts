import type { Location, Position } from 'vscode-languageserver-types';
import type { OccurrencesParams } from '../../protocol/requests';
import { findText } from '../../engine/record/textSearch';
import { cell, readCell, valueKind } from '../../engine/record/tape';
import { positionAt } from '../../engine/record/textPosition';
import { tokenAt } from './hover';
import { toLocation, toRange, type ShownLog } from './shownLog';

/** A peek with more rows than this serves nobody, and freezes the editor. */
const maxLocations = 2000;

/** Where all records of the same principal or resource name it. */
export function findOccurrences(shown: ShownLog, params: Omit<OccurrencesParams, 'uri'>): Location[] {
  const { index } = shown;
  if (params.kind === 'principal') {
    const principals = index.listPrincipals();
    const principal = principals[params.record];
    if (principal === undefined) return [];
    const records = index.recordsOfPrincipal(principal.id).slice(0, maxLocations);
    return records.map((ordinal) => toLocation(shown, principals[ordinal]?.field ?? 0));
  }
  const resources = index.listResources();
  const resource = resources[params.record]?.[params.index];
  if (resource === undefined) return [];
  return index
    .recordsOfResource(resource.id)
    .slice(0, maxLocations)
    .map((ordinal) => toLocation(shown, resources[ordinal]?.find((other) => other.id === resource.id)?.field ?? 0));
}

/** Every place in the log where the same value stands as at a position. */
export function provideReferences(shown: ShownLog, position: Position): Location[] {
  const token = tokenAt(shown, position);
  if (token?.isName !== false) return [];
  const { log } = shown;
  const start = readCell(log.tape, token.value, cell.start);
  const end = readCell(log.tape, token.value, cell.end);
  if (readCell(log.tape, token.value, cell.kind) !== valueKind.string || end - start < 4) return [];
  const needle = log.bytes.subarray(start, end);
  return findText(log, needle, maxLocations).map((offset) => {
    const line = positionAt(log, offset).line;
    const page = shown.pages.findIndex((candidate) => line < candidate.endLine) + 1;
    return {
      uri: shown.pageUri(page),
      range: toRange({ ...shown, pageNumber: page }, offset + 1, offset + needle.length - 1),
    };
  });
}
