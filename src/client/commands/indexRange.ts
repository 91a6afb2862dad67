import { askScanPlace } from '../scan/askScanPlace';
import { asChosen, indexPlace, showScanSummary } from '../scan/runScan';
import { getPlace } from '../search/placeArgument';
import type { CommandFactory } from './command';

const title = 'Index';

/** What is read, and what that costs, the plan says before anything is read. */
export const indexRange: CommandFactory = (services) => async (arg, mode) => {
  const whole = await getPlace(services, arg, title);
  const place = mode === asChosen ? whole : await askScanPlace(services, whole, title);
  showScanSummary(place, await indexPlace(services, place));
};
