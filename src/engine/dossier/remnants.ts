import { toUtcText } from '../../base/time';
import { computeRemnants } from './computeRemnants';
import type { Remnant, RemnantKind } from './dossier';
import { federationRemnants } from './federationRemnants';
import { identityRemnants } from './identityRemnants';
import type { RemnantRule } from './remnantRule';
import { resourceRemnants } from './resourceRemnants';
import type { MadeThing, SeenCall } from './seenCall';
import { isMet, listNames } from './thingNames';
import { changedAgainHow, UndoFinder, type ThingEnd } from './undoFinder';

export const remnantRules: readonly RemnantRule[] = [
  ...identityRemnants,
  ...federationRemnants,
  ...resourceRemnants,
  ...computeRemnants,
];

/** Calls that leave something behind. */
export const makingCalls: readonly string[] = [...new Set(remnantRules.flatMap(({ calls }) => calls))];

const rulesByCall = new Map<string, RemnantRule[]>();
for (const rule of remnantRules) {
  for (const call of rule.calls) rulesByCall.set(call, [...(rulesByCall.get(call) ?? []), rule]);
}

/** Things that are looked at, in all; each call has room for a few of its own, so that one cannot hide the others. */
const maxMade = 20_000;
const roomOfCall = 4;
const notNamed = '(not named)';

export interface MadeThings {
  readonly things: readonly MadeThing[];
  /** How many more these calls made. */
  readonly leftOut: number;
}

/** Everything that these calls made, in their order. */
export function listMade(calls: readonly SeenCall[]): MadeThings {
  const things: MadeThing[] = [];
  let leftOut = 0;
  for (const [at, by] of calls.entries()) {
    const made = (rulesByCall.get(by.call) ?? []).flatMap((rule) => listThings(rule, by));
    const kept = made.slice(0, Math.max(roomOfCall, maxMade - things.length - roomOfCall * (calls.length - at - 1)));
    things.push(...kept);
    leftOut += made.length - kept.length;
  }
  return { things, leftOut };
}

function listThings(rule: RemnantRule, by: SeenCall): readonly MadeThing[] {
  const { original } = by;
  if (original === undefined) return [{ rule, by, names: undefined }];
  if (!isMet(rule.when, original)) return [];
  const things = listNames(rule.by, original, rule.needsNames === true);
  if (things.length > 0) return things.map((names) => ({ rule, by, names }));
  return rule.needsNames === true ? [] : [{ rule, by, names: undefined }];
}

/** Things that are listed, in all; and of each kind, before the rest: many of one kind do not hide another. */
const maxRemnants = 2_000;
const roomOfKind = 100;

export interface Remnants {
  /** Not reverted first, then by time. */
  readonly remnants: readonly Remnant[];
  /** How many more there are. */
  readonly leftOut: number;
}

/**
 * What is left behind. A thing counts as taken back only by a later record of the same scope that names exactly the same
 * thing; nothing else is looked at, so a wildcard or another spelling reverts nothing.
 */
export function toRemnants({ things, leftOut }: MadeThings, later: readonly SeenCall[]): Remnants {
  const finder = new UndoFinder(later);
  const all = things.map((thing) => toRemnant(thing, finder.find(thing)));
  all.sort((a, b) => rank(a) - rank(b) || (a.record.time ?? 0) - (b.record.time ?? 0));
  const remnants = cutRemnants(all);
  return { remnants, leftOut: leftOut + all.length - remnants.length };
}

function cutRemnants(all: readonly Remnant[]): readonly Remnant[] {
  if (all.length <= maxRemnants) return all;
  const kept = new Set<Remnant>();
  const ofKind = new Map<RemnantKind, number>();
  for (const remnant of all) {
    const count = ofKind.get(remnant.kind) ?? 0;
    if (count < roomOfKind) kept.add(remnant);
    ofKind.set(remnant.kind, count + 1);
  }
  for (const remnant of all) if (kept.size < maxRemnants) kept.add(remnant);
  return all.filter((remnant) => kept.has(remnant));
}

function rank({ revertedBy, revertedHow }: Remnant): number {
  return revertedBy === undefined ? 0 : revertedHow === changedAgainHow ? 1 : 2;
}

function toRemnant(thing: MadeThing, { undo, redone }: ThingEnd): Remnant {
  const { rule, by, names } = thing;
  const about = {
    kind: rule.kind,
    record: by.ref,
    revertedBy: undo?.call.ref,
    ...(undo === undefined ? {} : { revertedHow: undo.rule.how }),
    accessKeyId: by.accessKeyId ?? '',
  };
  if (by.original === undefined) {
    const text = `${by.ref.eventName} succeeded; its original was not read, so what it made is not known.`;
    return { ...about, name: `${by.ref.eventName} (not read)`, text };
  }
  const detail = rule.detail?.(by.original);
  const done = fill(rule.text, names);
  const sentence = `${done.charAt(0).toUpperCase()}${done.slice(1)}${detail === undefined ? '' : `: ${detail}`}.`;
  return { ...about, name: fill(rule.name, names), text: `${sentence}${toRedoneText(redone)}` };
}

/** ` It was made inactive (UpdateAccessKey …, 2026-01-15 10:00:10 UTC) and made active again (…).` */
function toRedoneText(redone: ThingEnd['redone']): string {
  if (redone === undefined) return '';
  const { undo, how, call } = redone;
  return ` It was ${undo.rule.how} (${toCallText(undo.call)}) and ${how} (${toCallText(call)}).`;
}

function toCallText({ ref: { eventName, eventId, time } }: SeenCall): string {
  const name = eventId === undefined ? eventName : `${eventName} ${eventId}`;
  return time === undefined ? name : `${name}, ${toUtcText(time)}`;
}

/** Names are put in once: one that looks like a place for another stays as it is. */
function fill(template: string, names: readonly string[] | undefined): string {
  return template.replace(/\{(\d)\}/g, (_, at: string) => names?.[Number(at)] || notNamed);
}
