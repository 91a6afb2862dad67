import type { Place } from '../search/place';
import type { ClientServices } from '../services';
import { toDaysPlace, type MissingTime } from './missingTime';
import { indexPlace, showScanSummary } from './runScan';

/**
 * Indexes the days of a stretch of time: plans, asks when it has to, reads, and says what came of it. Throws an
 * AbortError when the user does not want the plan.
 */
export async function indexDays(services: ClientServices, place: Place, missing: MissingTime): Promise<void> {
  const days = toDaysPlace(place, missing);
  showScanSummary(days, await indexPlace(services, days));
}
