import type { Location, Position } from 'vscode-languageserver-types';
import type { OccurrencesParams } from '../../protocol/requests';
import { RecordFields } from '../../engine/record/recordFields';
import { findText } from '../../engine/record/textSearch';
import { cell, readCell, valueKind } from '../../engine/record/tape';
import { positionAt } from '../../engine/record/textPosition';
import { tokenAt } from './hover';
import { toLocation, toRange, type ShownLog } from './shownLog';

/** A peek with more rows than this serves nobody, and freezes the editor. */
const maxLocations = 2000;

/** The records of the same principal or resource, each at its event's name: a list of these says what was done. */
export function findOccurrences(shown: ShownLog, params: Omit<OccurrencesParams, 'uri'>): Location[] {
  return findRecordsOf(shown, params)
    .slice(0, maxLocations)
    .map((ordinal) => {
      const record = shown.log.records[ordinal] ?? 0;
      const fields = new RecordFields(shown.log, record);
      const name = fields.find('eventName') ?? fields.find('insightDetails', 'eventName') ?? fields.find('eventType');
      return toLocation(shown, name ?? record);
    });
}

function findRecordsOf({ index }: ShownLog, params: Omit<OccurrencesParams, 'uri'>): readonly number[] {
  if (params.kind === 'principal') {
    const principal = index.listPrincipals()[params.record];
    return principal === undefined ? [] : index.recordsOfPrincipal(principal.id);
  }
  const resource = index.listResources()[params.record]?.[params.index];
  return resource === undefined ? [] : index.recordsOfResource(resource.id);
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
