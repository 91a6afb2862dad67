import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A script of `scripts/`: plain JavaScript, so a test says which of its functions it takes, and how they look. */
export async function importScript(name: string): Promise<unknown> {
  return import(pathToFileURL(path.resolve('scripts', name)).href);
}
