import { weightOf, weightOfHour } from '../verdict';
import type {
  ObjectStatus,
  ValidatedHour,
  ValidatedKind,
  ValidatedObject,
  ValidationHeader,
  Weight,
} from '../validation';
import { digestFindings } from './digestFindings';
import type { FindingText } from './findingText';
import { hourFindings } from './hourFindings';
import { logFindings } from './logFindings';
import type { ReportSource } from './reportSource';
import { countOf, toHoursPhrase } from './reportText';

/** What was found, in one group: one reason of one kind of object (or of hours). */
export interface ReportFinding {
  /** `log.modified.hash`, `hour.gap.restarted`, `run.incomplete`: the same in every run. */
  readonly id: string;
  readonly weight: Weight;
  /** `2 logs were modified` */
  readonly title: string;
  /** What it means, in a sentence or two. */
  readonly meaning: string;
  /** What can explain it, likeliest harmless cause first. */
  readonly explanations: readonly string[];
  readonly nextStep?: string;
  /** Objects, or hours when `isHours`; of a finding about the run itself, chains or places. */
  readonly count: number;
  readonly isHours: boolean;
}

const nouns: Readonly<Record<ValidatedKind, string>> = {
  log: 'log',
  digest: 'digest',
  backfillDigest: 'backfill digest',
};
const statusOrder: readonly ObjectStatus[] = [
  'modified',
  'invalid',
  'missing',
  'unreadable',
  'unreachable',
  'uncovered',
  'stray',
  'pending',
  'valid',
];
const weightOrder: readonly Weight[] = ['wrong', 'unproven', 'none'];

/** Which finding an object belongs to; undefined of a valid one. */
export function toFindingId(object: ValidatedObject): string | undefined {
  return object.status === 'valid' ? undefined : `${object.kind}.${object.status}.${object.code ?? 'unread'}`;
}

/** Which finding an hour belongs to; undefined of one that is covered or quiet, and whose chain did not begin anew. */
export function toHourFindingId({ status, code, isExcused }: ValidatedHour): string | undefined {
  if (status === 'covered' || status === 'quiet') return code === 'restarted' ? 'hour.covered.restarted' : undefined;
  return `hour.${status}.${code ?? 'noDigests'}${isExcused === true && code !== 'digestPending' ? '.excused' : ''}`;
}

interface Group {
  readonly weight: Weight;
  readonly order: number;
  readonly toFinding: (group: Group) => Omit<ReportFinding, 'id' | 'weight' | 'count' | 'isHours'>;
  count: number;
  durationMs: number;
}

/** Counts what was found while objects and hours go by: memory does not grow with their number. */
export class FindingCollector {
  readonly #groups = new Map<string, Group>();

  add(object: ValidatedObject): void {
    const id = toFindingId(object);
    if (id === undefined) return;
    const group = this.#groups.get(id) ?? this.#open(id, newObjectGroup(object));
    group.count += 1;
  }

  addHour(hour: ValidatedHour): void {
    const id = toHourFindingId(hour);
    if (id === undefined) return;
    const group = this.#groups.get(id) ?? this.#open(id, newHourGroup(hour));
    group.count += 1;
    group.durationMs += hour.to - hour.from;
  }

  /** What is wrong first, then what is unproven, then what is only worth knowing. */
  findings(header: ValidationHeader): readonly ReportFinding[] {
    const groups = [...this.#groups].sort(([, a], [, b]) => toRank(a) - toRank(b));
    const found = groups.map(([id, group]) => ({
      id,
      weight: group.weight,
      ...group.toFinding(group),
      count: group.count,
      isHours: id.startsWith('hour.'),
    }));
    const all = [...found, ...runFindings(header)];
    return weightOrder.flatMap((weight) => all.filter((finding) => finding.weight === weight));
  }

  #open(id: string, group: Group): Group {
    this.#groups.set(id, group);
    return group;
  }
}

/** Goes through all that is not valid, and all hours. Rejects with an AbortError. */
export async function collectFindings(source: ReportSource, signal: AbortSignal): Promise<readonly ReportFinding[]> {
  const collector = new FindingCollector();
  for await (const objects of source.exceptions()) {
    signal.throwIfAborted();
    for (const object of objects) collector.add(object);
  }
  for await (const hours of source.hours()) {
    signal.throwIfAborted();
    for (const hour of hours) collector.addHour(hour);
  }
  return collector.findings(source.header);
}

function newObjectGroup(object: ValidatedObject): Group {
  const { kind, status, code } = object;
  const texts = kind === 'log' ? logFindings : digestFindings;
  const text = texts[`${status}.${code ?? 'unread'}`] ?? toUnknownText(status);
  return {
    weight: weightOf(object),
    order: statusOrder.indexOf(status) * 2 + (kind === 'log' ? 0 : 1),
    toFinding: ({ count }) => toFindingParts(text, countOf(count, nouns[kind]), count === 1),
    count: 0,
    durationMs: 0,
  };
}

function newHourGroup(hour: ValidatedHour): Group {
  const status = hour.status === 'quiet' ? 'covered' : hour.status;
  const text = hourFindings[`${status}.${hour.code ?? 'noDigests'}`] ?? toUnknownText(status);
  return {
    weight: weightOfHour(hour),
    order: statusOrder.length * 2 + (hour.status === 'gap' ? 0 : 1),
    toFinding: ({ durationMs }) => {
      const { what, isOne } = toHoursPhrase(durationMs);
      return toFindingParts(text, what, isOne);
    },
    count: 0,
    durationMs: 0,
  };
}

function toFindingParts(text: FindingText, what: string, isOne: boolean): ReturnType<Group['toFinding']> {
  const { meaning, explanations, nextStep } = text;
  return { title: text.title(what, isOne), meaning, explanations, ...(nextStep === undefined ? {} : { nextStep }) };
}

/** For a pair of status and reason that is new: better a plain finding than none. */
function toUnknownText(status: string): FindingText {
  return {
    title: (what, isOne) => `${what} ${isOne ? 'is' : 'are'} ${status}`,
    meaning: 'The reason stands beside each object.',
    explanations: [],
  };
}

function toRank({ weight, order }: Group): number {
  return weightOrder.indexOf(weight) * 100 + order;
}

/** Findings about the run itself. */
function runFindings(header: ValidationHeader): readonly ReportFinding[] {
  const stopped = header.isComplete ? [] : [incomplete];
  return header.problems.length === 0 ? stopped : [...stopped, toProblemFinding(header.problems.length)];
}

const incomplete: ReportFinding = {
  id: 'run.incomplete',
  weight: 'unproven',
  title: 'The run did not reach its end',
  meaning: 'It was stopped or broke off, so part of the window was not looked at.',
  explanations: ['Someone stopped it.', 'The program or the machine was shut down.'],
  nextStep: 'Validate again: what was verified is remembered and is not read twice.',
  count: 1,
  isHours: false,
};

function toProblemFinding(count: number): ReportFinding {
  return {
    id: 'run.problem',
    weight: 'unproven',
    title: `${countOf(count, 'part')} of what was asked for could not be validated`,
    meaning: 'A folder could not be listed, public keys could not be had, or there was nothing to validate.',
    explanations: [
      'The role that was used lacks s3:ListBucket or cloudtrail:ListPublicKeys.',
      'The region is disabled, or the location or the trail is not what it was taken for.',
    ],
    nextStep: 'See what was not read: each part is named with its own next step.',
    count,
    isHours: false,
  };
}
