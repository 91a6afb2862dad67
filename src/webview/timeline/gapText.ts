import { toDisplayText } from '../../base/displayText';
import type { TimelineGap } from '../../engine/timeline/timeline';
import { toCount } from '../table/tableText';
import { gapLooks, isQuiet } from './gaps';
import { toRangeText } from './timelineText';

const maxTextLength = 1000;
/** Of the accounts or regions of a gap, in one line. */
const maxPlaces = 3;
/** Of gaps in a tooltip. */
const maxLines = 5;

/** `Coverage: 6 gaps · 58 quiet`. Claims no more than is known. */
export function toCoverageText(gaps: readonly TimelineGap[], isComplete: boolean): string {
  const quiet = gaps.filter(isQuiet).length;
  const unknown = gaps.length - quiet;
  const parts = [
    ...(unknown === 0 ? [] : [`${toCount(unknown)} ${unknown === 1 ? 'gap' : 'gaps'}`]),
    ...(quiet === 0 ? [] : [`${toCount(quiet)} quiet`]),
  ];
  if (parts.length === 0) return isComplete ? 'Coverage: all indexed' : 'Coverage: incomplete';
  return `Coverage: ${parts.join(' · ')}`;
}

/** `Unproven: 2026-01-14 03:10:00 to 2026-01-14 08:43:00 UTC · 111122223333 · us-east-1` */
export function toGapText(gap: TimelineGap, usesLocalTime: boolean): string {
  const places = [gap.accounts, gap.regions].filter((names) => names.length > 0).map(toPlacesText);
  return [`${gapLooks[gap.kind].name}: ${toRangeText(gap, usesLocalTime)}`, ...places].join(' · ');
}

/** All that is known of one; of several, a line each. */
export function toGapLines(gaps: readonly TimelineGap[], usesLocalTime: boolean): readonly string[] {
  const [only] = gaps;
  if (only === undefined) return ['Indexed'];
  if (gaps.length === 1)
    return [gapLooks[only.kind].name, toRangeText(only, usesLocalTime), toDisplayText(only.text, maxTextLength)];
  const lines = gaps.slice(0, maxLines).map((gap) => toGapText(gap, usesLocalTime));
  const head = `${toCount(gaps.length)} at this time`;
  return gaps.length > maxLines ? [head, ...lines, `and ${toCount(gaps.length - maxLines)} more`] : [head, ...lines];
}

function toPlacesText(names: readonly string[]): string {
  const first = names.slice(0, maxPlaces).map((name) => toDisplayText(name, 40));
  const more = names.length - first.length;
  return more === 0 ? first.join(', ') : `${first.join(', ')} and ${toCount(more)} more`;
}
