import { toDisplayText } from '../../../base/displayText';

/** Allowed in XML 1.0 by its grammar, and yet nothing: U+FFFE, U+FFFF and their like in each plane. */
const noncharacters = /[\uFDD0-\uFDEF]|\p{Noncharacter_Code_Point}/gu;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Hostile text as text or attribute value of HTML or XML: characters that are invisible, turn the direction, or may not
 * stand in XML become visible escapes.
 */
export function toMarkup(text: string, maxLength = 4_096): string {
  return toDisplayText(text, maxLength)
    .replace(noncharacters, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
}
