import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import { toDisplayText } from '../../base/displayText';
import { toUtcText, type EpochMs } from '../../base/time';
import type { ValidatedHour, ValidatedObject } from '../../engine/digest/validation';
import { weightOf, weightOfHour } from '../../engine/digest/verdict';
import { fileNameOf } from '../../engine/trail/objectKey';
import { toMeaning, toKindName, toMinuteText, toStatusText } from './validationText';

const validationSource = 'Trailcase';

/** What goes to the top of a log or digest, and to Problems; undefined when nothing stands against it. */
export function toValidationDiagnostic(object: ValidatedObject, validatedTime: EpochMs): Diagnostic | undefined {
  const weight = weightOf(object);
  if (weight === 'none') return undefined;
  return {
    range: firstCharacter,
    severity: weight === 'wrong' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: validationSource,
    code: `validation:${object.status}`,
    message: toMessage(object, validatedTime),
  };
}

/** The same at the digest that names what is gone. */
export function toMissingDiagnostic(object: ValidatedObject, validatedTime: EpochMs): Diagnostic | undefined {
  const diagnostic = toValidationDiagnostic(object, validatedTime);
  if (diagnostic === undefined) return undefined;
  const key = object.key ?? object.original?.key ?? '';
  const name = toDisplayText(fileNameOf(key), 200);
  return {
    ...diagnostic,
    message: `A ${toKindName(object.kind)} that this digest names is ${object.status}: ${name}\n${toDisplayText(key, 300)}\n${diagnostic.message}`,
  };
}

/** At the digest that proves an hour to be without proof; undefined when nothing stands against the hour. */
export function toHourDiagnostic(hour: ValidatedHour, validatedTime: EpochMs): Diagnostic | undefined {
  if (weightOfHour(hour) === 'none') return undefined;
  const { status, reason, from, to, logs } = hour;
  const isRestart = status === 'covered' || status === 'quiet';
  const what = isRestart ? 'the chain of digests begins anew' : status === 'gap' ? 'nothing was signed' : 'no proof';
  const lines = [
    `Validated ${toMinuteText(validatedTime)}: ${toUtcText(from)} to ${toUtcText(to)}: ${what}`,
    reason === undefined ? undefined : toDisplayText(reason, 600),
    isRestart || logs === 0 ? undefined : `${logs.toLocaleString('en-US')} logs lie in this time.`,
  ];
  return {
    range: firstCharacter,
    severity: DiagnosticSeverity.Warning,
    source: validationSource,
    code: `validation:${isRestart ? 'restarted' : status}`,
    message: lines.filter((line) => line !== undefined).join('\n'),
  };
}

/** Says that not everything is listed. */
export function toCapNote(left: number): Diagnostic {
  const message = `${left.toLocaleString('en-US')} further findings of the validation are not listed here: see Trailcase's Integrity view.`;
  return { range: firstCharacter, severity: DiagnosticSeverity.Information, source: validationSource, message };
}

const firstCharacter = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

function toMessage(object: ValidatedObject, validatedTime: EpochMs): string {
  const { kind, expectedHash, foundHash, digestKey } = object;
  const lines = [
    `Validated ${toMinuteText(validatedTime)}: this ${toKindName(kind)} is ${toDisplayText(toStatusText(object), 600)}`,
    toMeaning(object),
    expectedHash === undefined ? undefined : `Expected SHA-256: ${toDisplayText(expectedHash, 80)}`,
    foundHash === undefined ? undefined : `Found SHA-256: ${toDisplayText(foundHash, 80)}`,
    digestKey === undefined ? undefined : `Digest: ${toDisplayText(digestKey, 400)}`,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}
