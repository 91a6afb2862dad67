import { refresh } from './refresh';

/** What refreshing is called on a node that says what went wrong: the level it stands in is listed again. */
export const retry = refresh;
