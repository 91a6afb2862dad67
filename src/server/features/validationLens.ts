import type { CodeLens, Command, Range } from 'vscode-languageserver-types';
import { toLabelText } from '../../base/displayText';
import type { ValidatedObject } from '../../engine/digest/validation';
import { openDigestCommand, showHashesCommand, showValidationCommand } from '../../protocol/commands';
import type { ObjectValidation } from '../../protocol/validationRequests';
import type { ValidationFacts } from './validationFacts';
import { toDigestName, toMinuteText, toShortHash, toStatusIcon, toStatusText } from './validationText';

/** Over the first line of a log or digest: what the newest run that saw it says. None when no run did. */
export function provideValidationLenses(uri: string, { own, digest }: ValidationFacts): CodeLens[] {
  if (own === undefined) return [];
  const { object } = own;
  const lenses = [firstLineLens({ title: statusTitle(own, digest), command: showValidationCommand, arguments: [uri] })];
  if (object.expectedHash !== undefined && object.foundHash !== undefined && object.status !== 'valid') {
    lenses.push(firstLineLens({ title: 'Show hashes', command: showHashesCommand, arguments: [uri] }));
  }
  if (object.kind === 'log' && object.digestDocumentUri !== undefined) {
    const command = { command: openDigestCommand, arguments: [object.digestDocumentUri] };
    lenses.push(firstLineLens({ title: '$(go-to-file) Open digest', ...command }));
  }
  return lenses;
}

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function firstLineLens(command: Command): CodeLens {
  return { range: firstLine, command };
}

/** `$(verified) validated 2026-01-15 14:05 UTC against digest of audit, 2026-01-15 15:00 UTC, signed by key 0f1e2d…` */
function statusTitle(own: ObjectValidation, digest: ObjectValidation | undefined): string {
  const { object, validatedTime } = own;
  const time = toMinuteText(validatedTime);
  const words =
    object.status === 'valid'
      ? `validated ${time}${object.kind === 'log' ? proofOfLog(object, digest) : proofOfDigest(object)}`
      : `${toStatusText(object)} · validated ${time}`;
  return `${toStatusIcon(object)} ${toLabelText(words, 300)}`;
}

function proofOfLog({ digestKey, isRemembered }: ValidatedObject, digest: ObjectValidation | undefined): string {
  const against = digestKey === undefined ? '' : ` against digest ${toDigestName(digestKey)}`;
  const remembered = isRemembered === true ? ' (hash remembered from an earlier run)' : '';
  return `${against}${digest === undefined ? '' : keyWords(digest.object)}${remembered}`;
}

function proofOfDigest(object: ValidatedObject): string {
  const recovered = object.hasRecoveredSignature === true ? '; its signature stands in the next digest' : '';
  return `${keyWords(object)}${recovered}`;
}

function keyWords({ fingerprint }: ValidatedObject): string {
  return fingerprint === undefined ? '' : `, signed by key ${toShortHash(fingerprint)}`;
}
