import { window } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import type { TimeWindow, ValidationHeader } from '../../engine/digest/validation';
import { toNounText } from '../numberText';
import { withCancellableProgress } from '../progress';
import { toLastDays } from '../scan/dayRange';
import { findPlaceArgument } from '../search/placeArgument';
import { checkTimeRange, parseTimeRange, toTimeRangeText } from '../search/timeRange';
import { askSaveFile, showWritten } from './askSaveFile';
import type { CommandFactory } from './command';
import { checkRegions, parseRegions } from './inputText';
import { getRoot } from './target';

const title = 'Save Public Keys';

/** Keys of regions and a time into a file, for validating without AWS. What was validated last is suggested. */
export const savePublicKeys: CommandFactory = (services) => async (arg) => {
  const root = findPlaceArgument(arg)?.root ?? (await getRoot(services, arg, title));
  const runs = await services.integrity.listRuns();
  const known = runs.find((run) => run.root.sourceId === root.sourceId)?.header;
  const regions = await askRegions(known);
  const { from, to } = await askTime(known);
  const file = await askSaveFile(services, { title, saveLabel: 'Save Keys', name: 'public-keys', extension: 'json' });
  const params = { sourceId: root.sourceId, regions, from, to, file: file.fsPath };
  const { keys } = await withCancellableProgress('Asking CloudTrail for its public keys', (signal) =>
    services.server.ask('saveKeys', params, signal),
  );
  showWritten(`Saved ${toNounText(keys, 'public key')} to ${toDisplayText(file.fsPath)}.`, file);
};

async function askRegions(known: ValidationHeader | undefined): Promise<readonly string[]> {
  const regions = [...new Set(known?.chains.map(({ region }) => region))].sort();
  const text = await window.showInputBox({
    title,
    prompt: 'Regions whose digests the keys are to verify',
    placeHolder: 'us-east-1, eu-west-1',
    value: regions.join(', '),
    ignoreFocusOut: true,
    validateInput: checkRegions,
  });
  if (text === undefined) throw newAbortError();
  return parseRegions(text);
}

async function askTime(known: ValidationHeader | undefined): Promise<TimeWindow> {
  const text = await window.showInputBox({
    title,
    prompt: 'Time of delivery of those digests (UTC). Days without a time count whole.',
    placeHolder: '2026-01-01 to 2026-03-31',
    value: toTimeRangeText(known?.window ?? toLastDays(90, Date.now())),
    ignoreFocusOut: true,
    validateInput: checkTimeRange,
  });
  const { from, to } = (text === undefined ? undefined : parseTimeRange(text)) ?? {};
  if (from === undefined || to === undefined) throw newAbortError();
  return { from, to };
}
