import { toDisplayText } from '../base/displayText';
import type { EpochMs } from '../base/time';
import {
  objectStatuses,
  validatedKinds,
  type ObjectStatus,
  type StatusCounts,
  type ValidatedKind,
  type ValidatedObject,
  type Weight,
} from '../engine/digest/validation';
import { weightOf } from '../engine/digest/verdict';
import type { ValidationBadge } from '../protocol/validationRequests';
import type { FolderCounts } from '../validation/folderCounts';
import { toMeaning, toKindName, toMinuteText, toStatusText } from './features/validationText';

export function toObjectBadge(object: ValidatedObject, validatedTime: EpochMs): ValidationBadge {
  const reason = `${toKindName(object.kind)} ${toDisplayText(toStatusText(object), 400)}`;
  const text = [`Validated ${toMinuteText(validatedTime)}: ${reason}`, toMeaning(object)].join('\n');
  return { status: object.status, weight: weightOf(object), validatedTime, text };
}

/** `trail`: set when the newest run looked at one trail only. */
export function toFolderBadge(counts: FolderCounts, validatedTime: EpochMs, trail?: string): ValidationBadge {
  const only = trail === undefined ? '' : `, trail ${toDisplayText(trail, 140)} only`;
  const lines = validatedKinds.map((kind) => toCountText(kind, counts[kind])).filter((line) => line !== '');
  const text = [`Validated ${toMinuteText(validatedTime)}${only}`, ...lines, ...hourLines(counts)].join('\n');
  return { status: toWorstStatus(counts), weight: counts.weight, validatedTime, text };
}

/** What can be as bad as a weight says, worst first. */
const statusesOf: Readonly<Record<Weight, readonly ObjectStatus[]>> = {
  wrong: ['modified', 'invalid', 'missing'],
  unproven: ['unreadable', 'unreachable', 'uncovered', 'missing', 'stray'],
  none: ['stray', 'pending'],
};

function toWorstStatus(counts: FolderCounts): ValidationBadge['status'] {
  const worst = statusesOf[counts.weight].find((status) => validatedKinds.some((kind) => counts[kind][status] > 0));
  if (worst !== undefined) return worst;
  if (counts.weight === 'none') return 'valid';
  return counts.hours.gap > 0 ? 'gap' : 'unproven';
}

/** `214 logs: 212 valid, 2 modified`; `''` for none. */
function toCountText(kind: ValidatedKind, counts: StatusCounts): string {
  const present = objectStatuses.filter((status) => counts[status] > 0);
  const total = present.reduce((sum, status) => sum + counts[status], 0);
  if (total === 0) return '';
  const noun = `${total.toLocaleString('en-US')} ${toKindName(kind)}${total === 1 ? '' : 's'}`;
  const [only] = present;
  if (present.length === 1 && only !== undefined) return `${noun}: ${total === 1 ? '' : 'all '}${only}`;
  return `${noun}: ${present.map((status) => `${counts[status].toLocaleString('en-US')} ${status}`).join(', ')}`;
}

function hourLines({ hours, excusedHours }: FolderCounts): string[] {
  const { gap, unproven } = hours;
  const told = [
    ...(gap > 0 ? [`${toHours(gap)} in a gap: nothing was signed`] : []),
    ...(unproven > 0 ? [`${toHours(unproven)} without proof`] : []),
  ];
  // Excused hours are among those: the newest stretch, whose digest is not due yet.
  const excused = excusedHours > 0 && told.length > 0 ? [`(${excusedHours} of them excused: no digest was due)`] : [];
  return [...told, ...excused];
}

function toHours(count: number): string {
  return `${count.toLocaleString('en-US')} hour${count === 1 ? '' : 's'}`;
}
