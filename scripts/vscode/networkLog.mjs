import fs from 'node:fs';
import { failure } from '../testReport.mjs';

/** What loopbackOnly.cjs has noted, as failed results: one for each host and program. */
export function readNetworkFailures(file) {
  if (!fs.existsSync(file)) return [];
  const notes = new Map();
  for (const line of fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const note = JSON.parse(line);
    notes.set(`${note.program} tried to connect to ${note.host}`, note);
  }
  return [...notes].map(([title, { origin }]) => failure(title, origin.join('\n')));
}
