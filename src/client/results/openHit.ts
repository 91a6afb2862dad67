import { Range, Uri } from 'vscode';
import { UserError } from '../../base/errors';
import type { HitLocation } from '../../protocol/searchRequests';
import { openLog, type OpenOptions } from '../documents/openLog';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';

/** Opens the log of a hit at its record, selected. Of several places, the first unless another is named. */
export async function openHit(
  services: Pick<ClientServices, 'server' | 'documents'>,
  resultId: string,
  id: number,
  options: Partial<OpenOptions> = {},
  place = 0,
): Promise<void> {
  const locate = (): Promise<HitLocation | undefined> =>
    withCancellableProgress('Looking for the record', async (signal) => {
      return (await services.server.ask('locateHit', { resultId, id, place }, signal))[place];
    });
  const location = await locate();
  if (location === undefined) throw new UserError('notFound', 'The record is not where it was found.');
  await openLocation(services, location, options, locate);
}

/** `locate` tells the place again: of a log that was not read yet it is known only after it was opened. */
export async function openLocation(
  { documents }: Pick<ClientServices, 'documents'>,
  location: HitLocation,
  options: Partial<OpenOptions> = {},
  locate?: () => Promise<HitLocation | undefined>,
): Promise<void> {
  const open = async ({ documentUri, range }: HitLocation): Promise<void> => {
    const selection = range === undefined ? {} : { selection: toRange(range) };
    await openLog(documents, Uri.parse(documentUri, true), { isPreview: true, ...options, ...selection });
  };
  await open(location);
  if (location.range !== undefined) return;
  const again = await locate?.();
  if (again?.range !== undefined) await open(again);
}

function toRange({ startLine, startCharacter, endLine, endCharacter }: NonNullable<HitLocation['range']>): Range {
  return new Range(startLine, startCharacter, endLine, endCharacter);
}
