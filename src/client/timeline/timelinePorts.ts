import { validate } from '../integrity/runValidation';
import { askScanPlace } from '../scan/askScanPlace';
import { indexDays } from '../scan/indexDays';
import { openHit } from '../results/openHit';
import { getScopePlace } from '../search/scopePlace';
import { askSearch } from '../search/searchBox';
import type { ClientServices } from '../services';
import { openTimeline } from './openTimeline';
import { saveTimeline } from './saveTimeline';
import type { TimelinePanelsContext } from './timelinePanels';

type Ports = Omit<TimelinePanelsContext, 'extensionUri' | 'server' | 'progress' | 'log'>;

/** What timelines cannot do by themselves. The services are asked for late: timelines are among them. */
export function newTimelinePorts(getServices: () => ClientServices): Ports {
  return {
    hold: (resultId) => getServices().leases.hold(resultId),
    openHit: (resultId, id, options) => openHit(getServices(), resultId, id, options),
    exportTimeline: (what) => saveTimeline(getServices(), what),
    editQuery: async ({ scope }, query) => {
      const services = getServices();
      const search = await askSearch(services, await getScopePlace(services, scope), query);
      if (search === undefined) return;
      await services.history.add(search.query);
      await openTimeline(services, { place: search.place, subject: { kind: 'query', text: search.query } });
    },
    openSubject: async ({ scope }, subject) => {
      const services = getServices();
      await openTimeline(services, { place: await getScopePlace(services, scope), subject });
    },
    validate: async ({ scope }) => {
      const services = getServices();
      const place = await askScanPlace(services, await getScopePlace(services, scope), 'Validate Integrity');
      await validate(services, { place, isResuming: true });
    },
    indexGap: async ({ scope }, { from, to, accounts, regions }) => {
      const services = getServices();
      const place = await getScopePlace(services, scope);
      await indexDays(services, place, { from, to, accounts, regions });
    },
  };
}
