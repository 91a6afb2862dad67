import { UserError } from '../base/errors';
import type { EpochMs } from '../base/time';
import { parseTrailFilter, type TrailFilter } from '../engine/digest/trailFilter';
import type { LaneOptions } from './laneRun';
import { toOriginalLocation } from './originalLocation';
import { toScopeWindow } from './scopeWindow';
import type { ValidatedSource } from './validatedSource';
import type { ValidationOptions } from './validationOptions';

/** The options of a run, once they are known to mean something. */
export interface ValidationPlan extends Omit<LaneOptions, 'window' | 'isWindowOpen'> {
  readonly scope: ValidationOptions['scope'];
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly limits: ValidationOptions['limits'];
  readonly maxDownloads: number;
}

/** Throws a UserError `invalidInput` on a window that ends before it begins, and on what is no trail. */
export function toPlan(source: ValidatedSource, options: ValidationOptions): ValidationPlan {
  const { scope, now, copyOf, isResuming, limits, maxDownloads } = options;
  const original = toOriginalLocation(source, copyOf);
  const trail = toTrail(scope.trail);
  return {
    ...toScopeWindow(scope, original.kind === 'own' ? now : undefined),
    scope,
    now,
    original,
    isResuming,
    limits,
    maxDownloads,
    ...(trail === undefined ? {} : { trail }),
  };
}

function toTrail(text: string | undefined): TrailFilter | undefined {
  if (text === undefined) return undefined;
  const trail = parseTrailFilter(text);
  if (trail !== undefined) return trail;
  throw new UserError('invalidInput', 'That is neither the name nor the ARN of a trail.', {
    nextStep: 'Write it like management-events, or arn:aws:cloudtrail:us-east-1:111122223333:trail/management-events.',
  });
}
