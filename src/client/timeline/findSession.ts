import { UserError } from '../../base/errors';
import { toHitSessions } from '../results/hitSubjects';
import { toResultElement } from '../results/resultArgument';
import type { ResultElement } from '../results/resultTree';
import { toSourcePlace, type Place } from '../search/place';
import { findPlaceArgument, getPlace } from '../search/placeArgument';
import { getScopePlace } from '../search/scopePlace';
import type { ClientServices } from '../services';
import { newSessionQuestion, toSessionChoice, type SessionToOpen } from './askSessionSubject';
import { pickChoice } from './askSubject';
import { parseSessionArgument, parseSubjectAtParams } from './subjectArguments';
import { findCursor, findSubjects } from './subjectAt';

/** Whom a lens, a record of the results or another view means; else the user chooses, what is at the cursor first. */
export async function getSession(services: ClientServices, arg: unknown, title: string): Promise<SessionToOpen> {
  const given = parseSessionArgument(arg);
  if (given !== undefined) {
    return { place: await getScopePlace(services, { sourceId: given.sourceId }), subject: given.subject };
  }
  const element = toResultElement(arg);
  if (element !== undefined) return await pickOfHit(services, element, title);
  const at = parseSubjectAtParams(arg);
  if (at !== undefined) {
    const { place, sessions } = await findSubjects(services, at, title);
    const [subject] = sessions;
    if (subject === undefined) throw newNobodyError();
    return { place, subject };
  }
  return await askSession(services, findPlaceArgument(arg), title);
}

async function pickOfHit(services: ClientServices, element: ResultElement, title: string): Promise<SessionToOpen> {
  const { shown } = services.results;
  if (!element.isA('hit') || shown === undefined)
    throw new UserError('invalidInput', 'Select a record in the search results.');
  const place = toSourcePlace(shown.place.root);
  const sessions = toHitSessions(element.node.hit);
  const [first] = sessions;
  if (first === undefined) throw newNobodyError();
  if (sessions.length === 1) return { place, subject: first };
  return await pickChoice(
    title,
    sessions.map((subject) => toSessionChoice(place, subject)),
    [],
  );
}

async function askSession(services: ClientServices, given: Place | undefined, title: string): Promise<SessionToOpen> {
  const cursor = given === undefined ? findCursor() : undefined;
  const found = cursor === undefined ? undefined : await findSubjects(services, cursor, title);
  const place = toSourcePlace((given ?? found?.place ?? (await getPlace(services, undefined, title))).root);
  const question = newSessionQuestion(services, place, title);
  const sessions = found?.sessions ?? [];
  // There is nothing to choose from: asking which would be one question too many.
  if (sessions.length === 0) return await question.choose();
  return await pickChoice(
    `${title}: ${place.title}`,
    sessions.map((subject) => toSessionChoice(place, subject)),
    [question],
  );
}

function newNobodyError(): UserError {
  return new UserError('notFound', 'The record names no session, key, user or role here.');
}
