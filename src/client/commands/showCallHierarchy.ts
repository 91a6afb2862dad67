import { Range, Uri } from 'vscode';
import { openLog } from '../documents/openLog';
import { toResultElement } from '../results/resultArgument';
import { offerIndexing } from '../search/runSearch';
import type { ClientServices } from '../services';
import { openRecordOf, openRecordOfHit, runCallHierarchy } from '../timeline/callHierarchy';
import { getSession } from '../timeline/findSession';
import { parseSubjectAtParams } from '../timeline/subjectArguments';
import { findCursor } from '../timeline/subjectAt';
import type { CommandFactory } from './command';

const title = 'Show Call Hierarchy';

/** Who issued a key or session (incoming), and what it assumed (outgoing), in VS Code's own view: at a record. */
export const showCallHierarchy: CommandFactory = (services) => async (arg) => {
  await openRecord(services, arg);
  await runCallHierarchy();
};

async function openRecord(services: ClientServices, arg: unknown): Promise<void> {
  const at = parseSubjectAtParams(arg);
  if (at?.line !== undefined && at.character !== undefined) {
    const place = new Range(at.line, at.character, at.line, at.character);
    await openLog(services.documents, Uri.parse(at.uri, true), { isPreview: false, selection: place });
    return;
  }
  const element = toResultElement(arg);
  if (element?.isA('hit') === true) {
    await openRecordOfHit(services, element.node.resultId, element.node.hit.id);
    return;
  }
  const isHere = arg === undefined || arg instanceof Uri;
  // The view takes what is at the cursor of a log.
  if (isHere && findCursor()?.line !== undefined) return;
  const { place, subject } = await getSession(services, arg, title);
  await offerIndexing(services, { query: '', place });
  await openRecordOf(services, place, subject);
}
