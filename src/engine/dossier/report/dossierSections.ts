import type { RecordRef } from '../../session/session';
import { listAssumed, toKeyIds } from '../assumedKeys';
import type { CountedValues, KeyDossier, Remnant } from '../dossier';
import { toChainSections } from './chainSection';
import type { DossierSection } from './dossierSection';
import { countOf, toBytesText, toCount, toRecordText, toServiceName, toTimeText } from './dossierText';

/** Sections in their order. Every format says the same. */
export function toSections(dossier: KeyDossier): readonly DossierSection[] {
  return [
    ...toRemnantSections(dossier),
    toLoggingSection(dossier),
    ...toChainSections(dossier.chain),
    toDeniedSection(dossier),
    toDataSection(dossier),
    toValuesSection('Addresses', 'address', dossier.addresses),
    toValuesSection('User agents', 'user agent', dossier.agents),
    toValuesSection('Regions', 'region', dossier.regions),
    toValuesSection('Services', 'service', dossier.services),
    toValuesSection('Calls', 'call', dossier.events),
    { title: 'What was not seen', notes: [dossier.coverage.text, ...dossier.notSeen].filter((text) => text !== '') },
  ];
}

/** In a sentence or two: what matters most. */
export function toSummary(dossier: KeyDossier): string {
  if (dossier.records === 0) return 'Nothing that was signed with this key is in the index.';
  const calls = dossier.loggingChanges.length + (dossier.leftOut?.loggingChanges ?? 0);
  const logging = calls === 0 ? '' : `; ${countOf(calls, 'call')} changed logging or detection, or tried to`;
  const counted = new Set(dossier.keys);
  const assumed = toKeyIds(listAssumed(dossier.chain, dossier.accessKeyId).keys).filter((key) => !counted.has(key));
  const uncounted =
    assumed.length === 0
      ? ''
      : ` What was done with ${countOf(assumed.length, 'key')} of sessions that were assumed with it is not counted.`;
  return `${toLeftText(dossier)}${logging}.${uncounted}`;
}

function toLeftText({ remnants, leftOut }: KeyDossier): string {
  const open = remnants.filter(({ revertedBy }) => revertedBy === undefined).length;
  const isCut = (leftOut?.remnants ?? 0) > 0;
  if (open > 0)
    return `It left ${isCut ? 'at least ' : ''}${countOf(open, 'thing')} behind that the logs do not show reverted`;
  if (remnants.length === 0) return 'The logs show nothing that it made or changed and that outlives the session';
  const what = isCut ? 'is listed here' : 'it is known to have left behind';
  return `Nothing that ${what} is without a later record that took it back or changed it`;
}

/** What the dossier is about: names and values. */
export function toFacts(dossier: KeyDossier, location: string): readonly (readonly [name: string, value: string])[] {
  const { accessKeyId, keyKind, keys, records, errors, denied, firstUse, lastUse } = dossier;
  const others = keys.filter((key) => key !== accessKeyId);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Access key', accessKeyId],
    ['Kind', keyKind],
    ['Counted with it', others.length === 0 ? undefined : `${others.join(', ')} (sessions assumed with it)`],
    ['Location', location],
    ['Records', `${toCount(records)}, of which ${toCount(errors)} failed and ${toCount(denied)} of these were denied`],
    ['First use', toUse(firstUse)],
    ['Last use', toUse(lastUse)],
    ['Search', dossier.query],
    ['Coverage', dossier.coverage.isComplete ? 'everything that was listed is indexed' : dossier.coverage.text],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function toUse(record: RecordRef | undefined): string | undefined {
  return record === undefined ? undefined : `${toTimeText(record.time)}, ${record.eventName} (${toRecordText(record)})`;
}

const remnantNote =
  'Things that successful calls made or changed and that outlive the session. A thing counts as taken back only where a later record names exactly the same thing. What is not logged may still have happened.';

function toRemnantSections({ remnants, leftOut }: KeyDossier): readonly DossierSection[] {
  const open = remnants.filter(({ revertedBy }) => revertedBy === undefined);
  const closed = remnants.filter(({ revertedBy }) => revertedBy !== undefined);
  const columns = ['what', 'done', 'time', 'account', 'key', 'record'];
  const codes = ['what', 'key', 'record'];
  const left: DossierSection = {
    title: 'Left behind, and not shown reverted by the logs',
    notes: [...(open.length === 0 ? ['Nothing.'] : []), remnantNote, ...toLeftOutNotes(leftOut?.remnants ?? 0)],
    ...(open.length === 0 ? {} : { table: { columns, rows: open.map(toRemnantRow), codes } }),
  };
  if (closed.length === 0) return [left];
  const rows = closed.map((remnant) => [
    ...toRemnantRow(remnant).slice(0, 4),
    `${remnant.revertedHow ?? 'reverted'} by ${remnant.revertedBy?.eventName ?? ''}, ${toTimeText(remnant.revertedBy?.time)}`,
    [remnant.record, ...(remnant.revertedBy === undefined ? [] : [remnant.revertedBy])].map(toRecordText).join(', '),
  ]);
  const notes = ['What was changed again is not undone: look at the later record.'];
  return [
    left,
    {
      title: 'Taken back, or changed again',
      notes: closed.some(({ revertedHow }) => revertedHow === 'changed again') ? notes : [],
      table: { columns: ['what', 'done', 'time', 'account', 'then', 'records'], rows, codes: ['what', 'records'] },
    },
  ];
}

function toLeftOutNotes(count: number): readonly string[] {
  return count === 0
    ? []
    : [
        `${countOf(count, 'further thing')} that it made or changed ${count === 1 ? 'is' : 'are'} not listed: there are too many.`,
      ];
}

function toRemnantRow({ name, text, record, accessKeyId }: Remnant): readonly string[] {
  return [name, text, toTimeText(record.time), record.account ?? '', accessKeyId, toRecordText(record)];
}

function toLoggingSection({ loggingChanges, leftOut }: KeyDossier): DossierSection {
  const title = 'Changes of logging and detection';
  if (loggingChanges.length === 0) return { title, notes: ['None.'] };
  const rows = loggingChanges.map((change) => [
    change.text,
    change.errorCode === undefined ? 'succeeded' : 'failed',
    toTimeText(change.time),
    change.account ?? '',
    toRecordText(change),
  ]);
  return {
    title,
    notes: [],
    table: {
      columns: ['call', 'outcome', 'time', 'account', 'record'],
      rows,
      codes: ['call', 'record'],
      rest: leftOut?.loggingChanges ?? 0,
    },
  };
}

function toDeniedSection({ deniedThenAllowed }: KeyDossier): DossierSection {
  const title = 'Denied, then allowed';
  if (deniedThenAllowed.length === 0) return { title, notes: ['None.'] };
  const rows = deniedThenAllowed.map((turn) => [
    `${toServiceName(turn.eventSource)}:${turn.eventName}`,
    toCount(turn.denied),
    `${toTimeText(turn.firstDenied.time)} (${toRecordText(turn.firstDenied)})`,
    `${toTimeText(turn.firstAllowed.time)} (${toRecordText(turn.firstAllowed)})`,
    turn.between.map((record) => `${record.eventName} ${toTimeText(record.time)}`).join(', '),
  ]);
  return {
    title,
    notes: ['Calls that were refused and later succeeded, and what changed permissions in between.'],
    table: {
      columns: ['call', 'denied', 'first denied', 'first allowed', 'in between'],
      rows,
      figures: ['denied'],
      codes: ['call'],
    },
  };
}

function toDataSection({ data, dataTotal }: KeyDossier): DossierSection {
  const { reads, writes, bytesOut, bytesIn, withoutBytes } = dataTotal;
  const title = 'Data read and written';
  if (reads + writes === 0) return { title, notes: ['None that was recorded.'] };
  const total = `${countOf(reads, 'read')} and ${countOf(writes, 'write')}; ${toBytesText(bytesOut)} got and ${toBytesText(bytesIn)} sent`;
  const unknown =
    withoutBytes === 0
      ? ''
      : `; ${countOf(withoutBytes, 'record')} of these ${withoutBytes === 1 ? 'says' : 'say'} no bytes`;
  const rows = data.map((use) => [
    use.service,
    use.store === '' ? '(not named)' : use.store,
    toCount(use.reads),
    toCount(use.writes),
    use.bytesOut === 0 && use.withoutBytes === use.reads + use.writes ? '' : toBytesText(use.bytesOut),
    use.bytesIn === 0 && use.withoutBytes === use.reads + use.writes ? '' : toBytesText(use.bytesIn),
    toSamplesText(use.samples),
  ]);
  const figures = ['reads', 'writes', 'bytes got', 'bytes sent'];
  return {
    title,
    notes: [`${total}${unknown}. Failed calls are not counted.`],
    table: {
      columns: ['service', 'store', ...figures, 'first and last record'],
      rows,
      figures,
      codes: ['store', 'first and last record'],
    },
  };
}

function toValuesSection(title: string, column: string, { values, total }: CountedValues): DossierSection {
  if (values.length === 0) return { title, notes: ['None.'] };
  const figures = ['records', 'errors', 'denied'];
  const rows = values.map((value) => [
    value.value === '' ? '(none)' : value.value,
    toCount(value.records),
    toCount(value.errors),
    toCount(value.denied),
    toTimeText(value.firstTime),
    toTimeText(value.lastTime),
    toSamplesText(value.samples),
  ]);
  return {
    title,
    notes: [],
    table: {
      columns: [column, ...figures, 'first', 'last', 'first and last record'],
      rows,
      figures,
      codes: [column, 'first and last record'],
      rest: total - values.length,
    },
  };
}

function toSamplesText(samples: readonly RecordRef[]): string {
  return samples.map(toRecordText).join(', ');
}
