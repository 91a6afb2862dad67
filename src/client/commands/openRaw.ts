import { toDocumentUri } from '../documents/documentUri';
import { openLog } from '../documents/openLog';
import type { CommandFactory } from './command';
import { getObjectTarget } from './target';

/** The text as stored, after gunzip. */
export const openRaw: CommandFactory = (services) => async (arg) => {
  const { sourceId, key } = getObjectTarget(services, arg);
  await openLog(services.documents, toDocumentUri({ sourceId, key, isRaw: true }), { isPreview: true });
};
