import type { KeyDossier } from '../dossier';
import type { DossierAbout } from './dossierText';
import { toIsoText } from './dossierText';

/** Members that are milliseconds since 1970 in memory. */
const timeMembers = new Set(['time', 'firstTime', 'lastTime', 'creationTime', 'expirationTime', 'from', 'to']);

/**
 * The dossier as JSON: the members of `KeyDossier`, times as ISO texts in UTC, behind who made it and of what. `<`, `>`,
 * `&` and invisible characters are escaped, so that the same bytes can stand inside HTML and be shown in a terminal.
 */
export function toJsonDossier(dossier: KeyDossier, { generator, location }: DossierAbout): string {
  const text = JSON.stringify({ generator, location, ...dossier }, toMember, 1);
  return `${text.replace(escaped, toEscape)}\n`;
}

function toMember(name: string, value: unknown): unknown {
  return typeof value === 'number' && timeMembers.has(name) ? toIsoText(value) : value;
}

/** What ends an HTML element, and what moves a terminal's cursor or turns the direction of text. */
const escaped = /[<>&\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

/** In JSON these letters stand in strings only, where an escape says the same. */
function toEscape(letter: string): string {
  return letter
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
