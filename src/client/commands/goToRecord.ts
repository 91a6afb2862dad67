import { commands, window } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import type { SearchResult } from '../../protocol/searchRequests';
import { hitColumns, toHits, type Hit } from '../results/hit';
import { openHit } from '../results/openHit';
import { toHitText } from '../results/resultText';
import type { Search } from '../results/resultTree';
import { getPlace } from '../search/placeArgument';
import { quote } from '../search/queryText';
import { askSearch, offerIndexing } from '../search/runSearch';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { checkRecordId } from './inputText';

const title = 'Go to Record';
const maxPicked = 200;

/** By the id of the event or of the request: opens the log at the record. */
export const goToRecord: CommandFactory = (services) => async (arg) => {
  const place = await getPlace(services, undefined, title);
  const id = typeof arg === 'string' && checkRecordId(arg) === undefined ? arg : await askId(place.title);
  const search = { query: `eventID:${quote(id)} OR requestID:${quote(id)}`, place };
  await offerIndexing(services, search);
  const result = await askSearch(services, search);
  const lease = services.leases.hold(result.resultId);
  try {
    await open(services, search, result, id);
  } finally {
    lease.dispose();
  }
};

async function askId(placeTitle: string): Promise<string> {
  const id = await window.showInputBox({
    title: `${title}: ${placeTitle}`,
    prompt: 'Event ID or request ID',
    placeHolder: '1a2b3c4d-0000-4000-8000-1234567890ab',
    validateInput: checkRecordId,
  });
  if (id === undefined) throw newAbortError();
  return id.trim();
}

async function open(services: ClientServices, { place }: Search, result: SearchResult, id: string): Promise<void> {
  if (result.count === 0) {
    showNotFound(`No record of ${place.title} that was read has the ID ${toLabelText(id)}.`, result);
    return;
  }
  const page = await services.server.ask('resultPage', {
    resultId: result.resultId,
    offset: 0,
    limit: maxPicked,
    sort: { column: 'eventTime', descending: false },
    columns: hitColumns,
  });
  const hits = toHits(page);
  const [only] = hits;
  const hit = hits.length === 1 ? only : await pickHit(hits, result.count);
  if (hit !== undefined) await openHit(services, result.resultId, hit.id, { isPreview: false });
}

async function pickHit(hits: readonly Hit[], count: number): Promise<Hit> {
  const items = hits.map((hit) => {
    const { label, description = '' } = toHitText(hit, { grouping: 'none' });
    return { label: toLabelText(label), description: toLabelText(description), hit };
  });
  const picked = await window.showQuickPick(items, {
    title: `${title}: ${count} records have this ID`,
    placeHolder: 'Times are UTC',
    matchOnDescription: true,
  });
  if (picked === undefined) throw newAbortError();
  return picked.hit;
}

/** What was not read may hold it: that is said along with it. */
function showNotFound(text: string, { coverage }: SearchResult): void {
  const show = coverage.isComplete ? window.showInformationMessage : window.showWarningMessage;
  void show(`${text} ${toLabelText(coverage.text, 600)}`, 'Show Coverage').then(async (choice) => {
    if (choice !== undefined) await commands.executeCommand('trailcase.showCoverage');
  });
}
