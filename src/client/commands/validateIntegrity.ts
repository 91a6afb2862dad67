import { validate } from '../integrity/runValidation';
import { askScanPlace } from '../scan/askScanPlace';
import { getPlace } from '../search/placeArgument';
import type { CommandFactory } from './command';

const title = 'Validate Integrity';

/** Proves a part of a trail, or says what is wrong with it. From the palette, of a whole source. */
export const validateIntegrity: CommandFactory = (services) => async (arg) => {
  const place = await askScanPlace(services, await getPlace(services, arg, title), title);
  await validate(services, { place, isResuming: true });
};
