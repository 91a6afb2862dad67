import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ScriptError } from './lifetime.mjs';
import { run } from './processGroup.mjs';
import { distFolder } from './repository.mjs';

/** Writes the demo case, as `trailcase demo` does, into a folder that it makes. Needs a build. */
export async function createDemoCase(lifetime, folder) {
  const cli = path.join(distFolder, 'cli.js');
  if (!fs.existsSync(cli)) throw new ScriptError('No dist/cli.js to make the demo case with: run npm run build');
  await run(lifetime, process.execPath, [cli, 'demo', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (fs.readdirSync(folder).length === 0) throw new ScriptError(`The demo case in ${folder} is empty`);
  return folder;
}

/** The user setting that shows a folder as a source, with the public keys that lie in it, as those of the demo case do. */
export function toSourceSettings(name, folder) {
  const publicKeys = path.join(folder, 'public-keys.json');
  const keys = fs.existsSync(publicKeys) ? { publicKeys } : {};
  return { 'trailcase.sources': [{ name, uri: pathToFileURL(folder).href, ...keys }] };
}
