import { openNeighbour } from '../integrity/digestNeighbours';
import type { CommandFactory } from './command';

/** The digest that follows the one in the editor in its chain. */
export const nextDigest: CommandFactory = (services) => (arg) => openNeighbour(services, arg, 'nextUri');
