import { offerIndexing } from '../search/runSearch';
import { toChainTitle } from '../sessions/sessionTitle';
import { getSession } from '../timeline/findSession';
import type { CommandFactory } from './command';

const title = 'Show Role Chain';

/** Who issued the credentials of a key, session or principal, up to a human, and what was assumed with them in turn. */
export const showRoleChain: CommandFactory = (services) => async (arg) => {
  const { place, subject } = await getSession(services, arg, title);
  await offerIndexing(services, { query: '', place });
  services.roleChains.open(place.scope.sourceId, subject, toChainTitle(subject));
};
