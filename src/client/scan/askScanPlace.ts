import { window, type QuickPickItem } from 'vscode';
import { newAbortError } from '../../base/errors';
import type { Place } from '../search/place';
import type { ClientServices } from '../services';
import { askParts } from './askParts';
import { checkDayRange, findPrefixDays, parseDayRange, toDayRangeText, toLastDays, type DayRange } from './dayRange';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Asks which days, and which accounts and regions where a place stands for several. `title` says what for. Throws an
 * AbortError on Escape.
 */
export async function askScanPlace(services: ClientServices, place: Place, title: string): Promise<Place> {
  return await askParts(services, await askRange(place, title), title);
}

interface RangeItem extends QuickPickItem {
  /** Undefined: every day. */
  readonly range?: DayRange | undefined;
  readonly isCustom?: boolean;
}

/** A day, and what the coverage names a range of, need no question. */
async function askRange(place: Place, title: string): Promise<Place> {
  const { from, to, prefix } = place.scope;
  if (from !== undefined || to !== undefined) return place;
  const own = prefix === undefined ? undefined : findPrefixDays(prefix);
  if (own !== undefined && own.to - own.from <= dayMs) return place;
  const picked = await window.showQuickPick(toRangeItems(own, place.root.isLocal, Date.now()), {
    title: `${title}: ${place.title}`,
    placeHolder: 'Which days of delivery (UTC)',
  });
  if (picked === undefined) throw newAbortError();
  const range = picked.isCustom === true ? await askCustomRange(place, own, title) : picked.range;
  if (range === undefined) return place;
  return { ...place, scope: { ...place.scope, ...range }, title: `${place.title}, ${toDayRangeText(range)}` };
}

function toRangeItems(own: DayRange | undefined, isLocal: boolean, now: number): readonly RangeItem[] {
  const custom: RangeItem = { label: '$(edit) Other days…', description: 'from – to', isCustom: true };
  if (own !== undefined) return [{ label: '$(calendar) All of it', description: toDayRangeText(own) }, custom];
  const everything: RangeItem = { label: '$(list-flat) Everything', description: 'every day that is there' };
  const last = [7, 30, 90].map((days): RangeItem => {
    const range = toLastDays(days, now);
    return { label: `$(calendar) Last ${days} days`, description: toDayRangeText(range), range };
  });
  // A folder costs nothing to read, and is mostly old.
  return isLocal ? [everything, ...last, custom] : [...last, everything, custom];
}

async function askCustomRange(place: Place, own: DayRange | undefined, title: string): Promise<DayRange> {
  const text = await window.showInputBox({
    title: `${title}: ${place.title}`,
    prompt: 'First and last day of delivery (UTC). One day alone is that day.',
    placeHolder: '2026-01-10 to 2026-01-15',
    value: toDayRangeText(own ?? toLastDays(7, Date.now())),
    ignoreFocusOut: true,
    validateInput: checkDayRange,
  });
  const range = text === undefined ? undefined : parseDayRange(text);
  if (range === undefined) throw newAbortError();
  return range;
}
