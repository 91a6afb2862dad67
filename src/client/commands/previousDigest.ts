import { openNeighbour } from '../integrity/digestNeighbours';
import type { CommandFactory } from './command';

/** The digest that the one in the editor names as the one before it. */
export const previousDigest: CommandFactory = (services) => (arg) => openNeighbour(services, arg, 'previousUri');
