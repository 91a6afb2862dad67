import { askValue } from '../search/askValue';
import { getPlace } from '../search/placeArgument';
import { quote, toPattern } from '../search/queryText';
import { runSearch } from '../search/runSearch';
import type { CommandFactory } from './command';

const title = 'Find Resource';

/** Every record that was about the resource. */
export const findResource: CommandFactory = (services) => async (arg) => {
  const place = await getPlace(services, arg, title);
  const resource = await askValue(services, place, {
    title,
    columns: ['resources'],
    placeHolder: 'ARN, bucket, instance, role …: names that occur are offered; * stands for anything',
  });
  await runSearch(services, { query: toPattern('resource', resource) ?? `resource:${quote(resource)}`, place });
};
