import type { Location, Position } from 'vscode-languageserver-types';
import type { OccurrencesParams } from '../../protocol/requests';
import { RecordFields } from '../../engine/record/recordFields';
import { findText } from '../../engine/record/textSearch';
import { cell, readCell, valueKind } from '../../engine/record/tape';
import { maxResourceLenses } from './codeLens';
import { maxCounted } from './hover';
import { toByteLocation, toLocation, type ShownLog } from './shownLog';
import { tokenAt } from './textToken';

/** A peek with more rows than this serves nobody, and freezes the editor. */
export const maxLocations = 2000;

/** The records of the same principal or resource, each at its event's name: a list of these says what was done. */
export function findOccurrences(shown: ShownLog, params: Omit<OccurrencesParams, 'uri'>): Location[] {
  if (params.kind === 'resource' && params.index >= maxResourceLenses) return listRest(shown, params);
  return nearest(findRecordsOf(shown, params), params.record).map((ordinal) => {
    const record = shown.log.records[ordinal] ?? 0;
    const fields = new RecordFields(shown.log, record);
    const name = fields.find('eventName') ?? fields.find('insightDetails', 'eventName') ?? fields.find('eventType');
    return toLocation(shown, name ?? record);
  });
}

/** Where one record names the resources that share a lens. */
function listRest(shown: ShownLog, { record, index }: Pick<OccurrencesParams, 'record' | 'index'>): Location[] {
  const resources = shown.index.listResources()[record] ?? [];
  return resources.slice(index).map((resource) => toLocation(shown, resource.field));
}

/** Of very many records those around the one that was asked about. */
function nearest(records: readonly number[], record: number): readonly number[] {
  if (records.length <= maxLocations) return records;
  const at = records.findIndex((ordinal) => ordinal >= record);
  const start = Math.min(Math.max(0, at - maxLocations / 2), records.length - maxLocations);
  return records.slice(start, start + maxLocations);
}

/** Ordinals of all records of the same principal, event or resource. */
export function findRecordsOf({ index }: ShownLog, params: Omit<OccurrencesParams, 'uri'>): readonly number[] {
  if (params.kind === 'principal') {
    const principal = index.listPrincipals()[params.record];
    return principal === undefined ? [] : index.recordsOfPrincipal(principal.id);
  }
  if (params.kind === 'event') {
    const event = index.listEventNames()[params.record];
    return event === undefined ? [] : index.recordsOfEvent(event);
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
  // A window around the place that was asked about, when there are too many.
  const offsets = findText(log, needle, maxCounted);
  return nearest(offsets, start).map((offset) => toByteLocation(shown, offset + 1, offset + needle.length - 1));
}
