import { isIP } from 'node:net';
import { parseUniqueId } from '../entity/accessKeyId';
import { foldCase } from './foldCase';
import type { Alternative, PatternTest } from './query';
import { toTextTest } from './textPattern';

/** AWS's keys and unique ids of people's lifetimes; shorter ones may be the beginning of one. */
const uniqueIdLengths = [20, 21];
/** As "Resource IDs" of the EC2 user guide: eight hex digits until 2018, seventeen since. */
const resourceId = /^[a-z]{1,12}(-[a-z]{2,12}){0,3}-([0-9a-f]{8}|[0-9a-f]{17})$/i;

/**
 * The tests of mentions that answer a word without a field, when the word is a whole identifier: an ARN (which is also
 * found as a piece of a longer one), access key, unique id, account, address or resource id. Undefined for other words.
 */
export function findIdentifierTests(word: string, isExactCase: boolean): readonly Alternative[] | undefined {
  const toAlternative = (text: string, bounds: PatternTest['bounds']): Alternative => ({
    target: { kind: 'mention' },
    test: toTextTest(text, bounds, isExactCase),
  });
  if (/^arn:aws[a-z-]*:[a-z0-9-]+:/i.test(word)) return [toAlternative(word, 'anywhere')];
  if (isIP(word) !== 0 && !word.includes('%')) return spellAddress(word).map((text) => toAlternative(text, 'whole'));
  const isUniqueId = uniqueIdLengths.includes(word.length) && parseUniqueId(word.toUpperCase()) !== undefined;
  if (isUniqueId || /^\d{12}$/.test(word) || resourceId.test(word)) return [toAlternative(word, 'whole')];
  return undefined;
}

/** The address as written, and as RFC 5952 spells it. */
function spellAddress(word: string): readonly string[] {
  if (!word.includes(':')) return [word];
  const canonical = new URL(`http://[${word}]`).hostname.slice(1, -1);
  return [...new Set([foldCase(word), canonical])];
}
