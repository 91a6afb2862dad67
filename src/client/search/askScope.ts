import { window, type QuickPickItem } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import { listRoots } from '../commands/target';
import type { ClientServices } from '../services';
import { toScopeTitle, toSourcePlace, withoutTime, type Place } from './place';
import { findSelectedPlace } from './placeArgument';
import { checkTimeRange, parseTimeRange, toTimeRangeText } from './timeRange';

interface ScopeItem extends QuickPickItem {
  /** Absent: asks for a time. */
  readonly place?: Place;
}

const title = 'Where and When to Search';
const hourMs = 60 * 60 * 1000;

/** Throws an AbortError when the user leaves it. */
export async function askScope(services: ClientServices, place: Place): Promise<Place> {
  const picked = await window.showQuickPick(await toItems(services, place), {
    title,
    placeHolder: `Now: ${toScopeTitle(place)}`,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) throw newAbortError();
  return picked.place ?? (await askTime(place));
}

async function toItems(services: ClientServices, place: Place): Promise<readonly ScopeItem[]> {
  const { from, to } = place.scope;
  const times = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const selected = findSelectedPlace(services);
  const others = (await listRoots(services)).filter(({ sourceId }) => sourceId !== place.scope.sourceId);
  const whole = toSourcePlace(place.root);
  const now = Date.now();
  const last = (
    [
      [1, 'hour'],
      [24, '24 hours'],
      [7 * 24, '7 days'],
      [30 * 24, '30 days'],
    ] as const
  ).map(([hours, name]): ScopeItem => ({
    label: `$(history) The last ${name}`,
    place: { ...place, scope: { ...place.scope, from: now - hours * hourMs, to: now } },
  }));
  return [
    { label: '$(calendar) From – to…', description: 'UTC' },
    ...(from === undefined && to === undefined
      ? []
      : [{ label: '$(clear-all) Any time', place: { ...place, scope: withoutTime(place.scope) } }]),
    ...last,
    { label: '$(folder-library) The whole source', description: whole.title, place: withTimes(whole, times) },
    ...(selected === undefined
      ? []
      : [
          {
            label: '$(list-tree) What is selected in the trails',
            description: selected.title,
            place: withTimes(selected, times),
          },
        ]),
    ...others.map((root) => ({
      label: `$(cloud) ${toLabelText(root.label)}`,
      description: toLabelText(root.location),
      place: withTimes(toSourcePlace(root), times),
    })),
  ];
}

function withTimes(place: Place, times: { readonly from?: number; readonly to?: number }): Place {
  return { ...place, scope: { ...place.scope, ...times } };
}

async function askTime(place: Place): Promise<Place> {
  const text = await window.showInputBox({
    title,
    prompt: 'From and to (UTC), by the time of the event. Days without a time count whole.',
    placeHolder: '2026-01-15 14:05 to 2026-01-15 16:00',
    value: toTimeRangeText(place.scope),
    ignoreFocusOut: true,
    validateInput: checkTimeRange,
  });
  const range = text === undefined ? undefined : parseTimeRange(text);
  if (range === undefined) throw newAbortError();
  return withTimes({ ...place, scope: withoutTime(place.scope) }, range);
}
