import { askScanPlace } from '../scan/askScanPlace';
import { asChosen, indexPlace, showScanSummary } from '../scan/runScan';
import { getPlace } from '../search/placeArgument';
import type { CommandFactory } from './command';

/** What is read, and what that costs, the plan says before anything is read. */
export const indexRange: CommandFactory = (services) => async (arg, mode) => {
  const whole = await getPlace(services, arg, 'Index');
  const place = mode === asChosen ? whole : await askScanPlace(services, whole);
  showScanSummary(place, await indexPlace(services, place));
};
