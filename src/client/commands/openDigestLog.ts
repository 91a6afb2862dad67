import { openDocument } from '../integrity/digestNeighbours';
import type { CommandFactory } from './command';

/** For the CodeLenses of a digest: `(uri: string)` of a log that it names. */
export const openDigestLog: CommandFactory = (services) => (uri) => openDocument(services, uri);
