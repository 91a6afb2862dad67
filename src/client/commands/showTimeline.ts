import { UserError } from '../../base/errors';
import type { TreeElement } from '../explorer/treeElement';
import { toGroupTimeline, toValueTimeline } from '../results/groupTimeline';
import { toHitSubjects } from '../results/hitSubjects';
import { toResultElement } from '../results/resultArgument';
import type { ResultElement, Search } from '../results/resultTree';
import { findElementPlace, toSourcePlace, type Place } from '../search/place';
import { findPlaceArgument, getPlace } from '../search/placeArgument';
import { getScopePlace } from '../search/scopePlace';
import { parsePrefixParts } from '../scan/trailParts';
import type { ClientServices } from '../services';
import { pickChoice } from '../timeline/askSubject';
import { listTimelineKinds, toTimelineChoice } from '../timeline/askTimelineSubject';
import { openTimeline, type TimelineToOpen } from '../timeline/openTimeline';
import { parseSubjectAtParams, parseTimelineArgument } from '../timeline/subjectArguments';
import { findCursor, findSubjects } from '../timeline/subjectAt';
import type { CommandFactory } from './command';
import { findDocumentUri, findElement } from './target';

const title = 'Show Timeline';

/** Of what a lens, a node, a result or the table in front stands for; without one, of what the user chooses. */
export const showTimeline: CommandFactory = (services) => async (arg) => {
  await openTimeline(services, (await findGiven(services, arg)) ?? (await askTimeline(services)));
};

async function findGiven(services: ClientServices, arg: unknown): Promise<TimelineToOpen | undefined> {
  const node = arg === undefined ? undefined : findElement(services, arg);
  if (node !== undefined) return toTreeTimeline(node);
  const result = toResultElement(arg);
  if (result !== undefined) return await toResultTimeline(services, result);
  const given = parseTimelineArgument(arg);
  if (given !== undefined) {
    return { place: await getScopePlace(services, { sourceId: given.sourceId }), subject: given.subject };
  }
  const at = parseSubjectAtParams(arg);
  if (at !== undefined) {
    const { place, timeline } = await findSubjects(services, at, title);
    const [subject] = timeline;
    if (subject === undefined) throw new UserError('notFound', 'The record names nobody and nothing here.');
    return { place, subject };
  }
  const place = findPlaceArgument(arg);
  if (place !== undefined) return { place, subject: { kind: 'query', text: '' } };
  // A button in the title of an editor hands over the editor's resource: the table's is none of a log.
  const isInTitle = arg !== undefined && findDocumentUri(arg) === undefined;
  return isInTitle ? await findTableTimeline(services) : undefined;
}

/** An account with all that it did and got; any other level, everything below it. */
function toTreeTimeline(element: TreeElement): TimelineToOpen {
  const place = findElementPlace(element);
  if (place === undefined) throw new UserError('invalidInput', 'This stands for no logs.');
  const account = findAccount(element);
  if (account === undefined) return { place, subject: { kind: 'query', text: '' } };
  return { place: toSourcePlace(place.root), subject: { kind: 'account', id: account } };
}

function findAccount(element: TreeElement): string | undefined {
  if (!element.isA('container') || element.node.level !== 'account') return undefined;
  const { account } = parsePrefixParts(element.node.prefix);
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

async function toResultTimeline(services: ClientServices, { node }: ResultElement): Promise<TimelineToOpen> {
  const search = getShownSearch(services);
  if (node.type === 'summary') return toGroupTimeline(search);
  if (node.type === 'group') return toValueTimeline(search, { by: node.order.grouping, value: node.group.value });
  if (node.type !== 'hit') throw new UserError('invalidInput', 'Select a record or a group in the search results.');
  const source = toSourcePlace(search.place.root);
  return await pickChoice(
    title,
    toHitSubjects(node.hit).map((subject) => toTimelineChoice(source, subject)),
    [],
  );
}

function getShownSearch({ results }: ClientServices): Search {
  if (results.shown === undefined) throw new UserError('invalidInput', 'There are no results yet. Search first.');
  return results.shown;
}

async function findTableTimeline(services: ClientServices): Promise<TimelineToOpen | undefined> {
  const table = services.tables.active;
  if (table === undefined || table.language === 'sql') return undefined;
  const place = await getScopePlace(services, table.scope);
  return toGroupTimeline({ query: table.query, place }, table.group);
}

async function askTimeline(services: ClientServices): Promise<TimelineToOpen> {
  const cursor = findCursor();
  const found = cursor === undefined ? undefined : await findSubjects(services, cursor, title);
  const place = found?.place ?? (await getPlace(services, undefined, title));
  const atCursor = (found?.timeline ?? []).map((subject) => toTimelineChoice(place, subject));
  const atHand = found === undefined ? await listShown(services, place) : atCursor;
  return await pickChoice(`${title}: ${place.title}`, atHand, listTimelineKinds(services, place));
}

/** The table in front, and the search in the results view. */
async function listShown(services: ClientServices, { scope }: Place) {
  const table = await findTableTimeline(services);
  const { shown } = services.results;
  const isSame = shown?.place.scope.sourceId === scope.sourceId && shown.outcome.type === 'done';
  const found = table ?? (isSame ? toGroupTimeline(shown) : undefined);
  return found === undefined ? [] : [toTimelineChoice(found.place, found.subject)];
}
