import { HiddenLetters } from './hiddenLetters';
import { toLiteralFinder, type LiteralFinder } from './literalFinder';
import type { Query } from './query';
import { requiredLiterals, type Literal, type LiteralNeed } from './requiredLiterals';

/**
 * Says of a log's text, after gunzip and before anything is parsed, whether it can hold a record that matches a query.
 * Never false for one that does, however its letters are spelled. Also serves for the text of one record.
 */
export class RawTextFilter {
  /** False when the query says nothing about text: every log may match, and none needs to be looked through. */
  readonly isSelective: boolean;
  private readonly need: CompiledNeed;
  private readonly literals: readonly Literal[];

  constructor(query: Query) {
    const need = requiredLiterals(query);
    this.isSelective = need.kind !== 'nothing';
    this.need = compile(need);
    this.literals = listLiterals(need);
  }

  /** `bytes`: gunzipped, otherwise as stored: UTF-8 JSON, or anything else, which may match. */
  mayMatch(bytes: Uint8Array): boolean {
    if (!this.isSelective || !beginsAsJson(bytes) || this.need(bytes, undefined)) return true;
    // What was not found may only be spelled otherwise.
    const hidden = new HiddenLetters(bytes);
    return this.literals.some((literal) => hidden.mayHide(literal)) && this.need(bytes, hidden);
  }
}

type CompiledNeed = (bytes: Uint8Array, hidden: HiddenLetters | undefined) => boolean;

function compile(need: LiteralNeed): CompiledNeed {
  switch (need.kind) {
    case 'nothing':
      return () => true;
    case 'never':
      return () => false;
    case 'literal':
      return compileLiteral(need);
    case 'and': {
      const parts = need.parts.map(compile);
      return (bytes, hidden) => parts.every((part) => part(bytes, hidden));
    }
    case 'or': {
      const parts = need.parts.map(compile);
      return (bytes, hidden) => parts.some((part) => part(bytes, hidden));
    }
  }
}

function listLiterals(need: LiteralNeed): readonly Literal[] {
  if (need.kind === 'and' || need.kind === 'or') return need.parts.flatMap(listLiterals);
  return need.kind === 'literal' ? [need] : [];
}

function compileLiteral(literal: Literal): CompiledNeed {
  const find: LiteralFinder = toLiteralFinder(literal);
  return (bytes, hidden) => hidden?.mayHide(literal) === true || find(bytes);
}

/** Other texts are CSV, UTF-16 or no text at all: names and letters stand there in other ways. */
function beginsAsJson(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}
