import { UserError } from '../../base/errors';
import { findCell } from '../results/hit';
import { toResultElement } from '../results/resultArgument';
import type { ResultElement } from '../results/resultTree';
import { toSourcePlace, type Place } from '../search/place';
import { findPlaceArgument, getPlace } from '../search/placeArgument';
import { offerIndexing } from '../search/runSearch';
import { getScopePlace } from '../search/scopePlace';
import type { ClientServices } from '../services';
import { askKey } from '../timeline/askSessionSubject';
import { pickChoice, type Choice } from '../timeline/askSubject';
import { parseKeyArgument, parseSubjectAtParams } from '../timeline/subjectArguments';
import { findCursor, findSubjects, type FoundSubjects } from '../timeline/subjectAt';
import { toSubjectText } from '../timeline/subjectText';
import type { CommandFactory } from './command';

const title = 'Access-Key Dossier';

interface KeyToOpen {
  readonly place: Place;
  readonly key: string;
}

/** Everything about one access key on a page: who issued it, its use, what it read, wrote and left behind. */
export const showDossier: CommandFactory = (services) => async (arg) => {
  const { place, key } = await getKey(services, arg);
  await offerIndexing(services, { query: '', place });
  services.dossiers.open(place.scope.sourceId, key, false);
};

async function getKey(services: ClientServices, arg: unknown): Promise<KeyToOpen> {
  const given = parseKeyArgument(arg);
  if (given !== undefined) {
    return { place: await getScopePlace(services, { sourceId: given.sourceId }), key: given.subject };
  }
  const element = toResultElement(arg);
  if (element !== undefined) return getKeyOfHit(services, element);
  const at = parseSubjectAtParams(arg);
  if (at !== undefined) {
    const { place, keys } = await findSubjects(services, at, title);
    return toKeyToOpen(place, keys[0]);
  }
  return await askForKey(services, findPlaceArgument(arg));
}

function getKeyOfHit({ results }: ClientServices, element: ResultElement): KeyToOpen {
  if (!element.isA('hit') || results.shown === undefined)
    throw new UserError('invalidInput', 'Select a record in the search results.');
  const key = findCell(element.node.hit, 'userIdentity.accessKeyId');
  return toKeyToOpen(toSourcePlace(results.shown.place.root), key);
}

async function askForKey(services: ClientServices, given: Place | undefined): Promise<KeyToOpen> {
  const cursor = given === undefined ? findCursor() : undefined;
  const found: FoundSubjects | undefined =
    cursor === undefined ? undefined : await findSubjects(services, cursor, title);
  const place = toSourcePlace((given ?? found?.place ?? (await getPlace(services, undefined, title))).root);
  const ask = async (): Promise<KeyToOpen> => ({ place, key: await askKey(services, place, title) });
  const keys = found?.keys ?? [];
  if (keys.length === 0) return await ask();
  const other: Choice<KeyToOpen> = { text: { icon: 'edit', name: 'Another Key…', kind: '' }, choose: ask };
  const atCursor = keys.map((key): Choice<KeyToOpen> => ({
    text: toSubjectText({ kind: 'key', id: key }),
    choose: () => ({ place, key }),
  }));
  return await pickChoice(`${title}: ${place.title}`, atCursor, [other]);
}

function toKeyToOpen(place: Place, key: string | undefined): KeyToOpen {
  if (key !== undefined) return { place, key };
  throw new UserError('notFound', 'The record names no access key here.', {
    nextStep: 'Requests of AWS services and of the console’s sign-in are signed with none.',
  });
}
