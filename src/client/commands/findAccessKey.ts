import { askValue } from '../search/askValue';
import { getPlace } from '../search/placeArgument';
import { quote, toPattern } from '../search/queryText';
import { runSearch } from '../search/runSearch';
import type { CommandFactory } from './command';

const title = 'Find Access Key';

/** Every record that was signed with the key, or that names it: where it was made, given out and taken back. */
export const findAccessKey: CommandFactory = (services) => async (arg) => {
  const place = await getPlace(services, arg, title);
  const key = await askValue(services, place, {
    title,
    columns: ['userIdentity.accessKeyId'],
    placeHolder: 'AKIA… or ASIA…: keys that occur are offered',
  });
  await runSearch(services, { query: toPattern('key', key) ?? quote(key), place });
};
