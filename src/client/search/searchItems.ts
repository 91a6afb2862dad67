import { toLabelText } from '../../base/displayText';
import type { CheckQueryResult, QueryCompletion, QueryProblem } from '../../protocol/searchRequests';
import { toNounText } from '../numberText';
import type { SavedSearch } from './queryHistory';
import { applyCompletion, applySuggestion, markProblem, toProblemPlace } from './queryText';

/** What choosing an item of the search box does. */
export type SearchAction =
  | { readonly type: 'run'; readonly query: string }
  /** Puts a text into the box, which stays open. */
  | { readonly type: 'edit'; readonly query: string }
  | { readonly type: 'none' };

/** A row of the search box, free of VS Code. Texts are safe to show. */
export interface SearchItem {
  readonly action: SearchAction;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Where it was remembered: what its remove button forgets. */
  readonly memory?: { readonly kind: 'history' | 'saved'; readonly key: string };
}

export interface SearchSection {
  /** Absent above the first section. */
  readonly title?: string;
  readonly items: readonly SearchItem[];
}

export interface SearchState {
  readonly text: string;
  /** Of this text; undefined until the server has answered. */
  readonly check: CheckQueryResult | undefined;
  readonly completions: readonly QueryCompletion[];
  readonly history: readonly string[];
  readonly saved: readonly SavedSearch[];
}

const completionIcons: Readonly<Record<QueryCompletion['kind'], string>> = {
  field: 'symbol-field',
  value: 'symbol-constant',
  operator: 'symbol-operator',
};

/** The rows in order: what Enter does comes first, always. */
export function toSearchSections(state: SearchState): readonly SearchSection[] {
  const { text, check, completions } = state;
  const problems = check?.problems ?? [];
  const first =
    problems.length > 0 ? problems.map((problem) => toProblemItem(text, problem)) : [toRunItem(text, check)];
  const saved = state.saved.filter(({ name, query }) => isLike(text, name) || isLike(text, query)).map(toSavedItem);
  const history = state.history.filter((query) => query !== text && isLike(text, query)).map(toHistoryItem);
  const offered = {
    title: 'Completions',
    items: completions.map((completion) => toCompletionItem(text, completion)),
  };
  const remembered = [
    { title: 'Saved searches', items: saved },
    { title: 'Recent searches', items: history },
  ];
  // Nobody looks for what was searched before behind a list of all fields.
  const sections = [{ items: first }, ...(text.trim() === '' ? [...remembered, offered] : [offered, ...remembered])];
  return sections.filter(({ items }) => items.length > 0);
}

function toRunItem(text: string, check: CheckQueryResult | undefined): SearchItem {
  const query = text.trim();
  const label = query === '' ? '$(search) Search: every record' : `$(search) Search: ${toLabelText(query)}`;
  return {
    action: { type: 'run', query },
    label,
    ...(check?.isIndexed === false ? { description: 'reads originals: slower' } : {}),
    ...(check?.explanation === undefined ? {} : { detail: toLabelText(toOneLine(check.explanation), 300) }),
  };
}

/** An explanation is a list of lines below a line that ends with a colon; a row of the box has one line. */
function toOneLine(explanation: string): string {
  const lines = explanation.split('\n').map((line) => line.trim().replace(/^- /, ''));
  return lines.reduce((text, line) => (text === '' ? line : `${text}${text.endsWith(':') ? ' ' : '; '}${line}`), '');
}

/** The first sentence is the row; what it also says stands below, behind the place. */
function toProblemItem(text: string, problem: QueryProblem): SearchItem {
  const better = applySuggestion(text, problem);
  const [, first = problem.message, rest = ''] = /^(.*?[.?!])\s+(?=[A-Z])(.*)$/su.exec(problem.message) ?? [];
  const help = better === undefined ? '' : ` Enter writes “${toLabelText(problem.suggestion ?? '')}”.`;
  const more = rest === '' ? '' : `   ${toLabelText(rest, 200)}`;
  return {
    action: better === undefined ? { type: 'none' } : { type: 'edit', query: better },
    label: `$(error) ${toLabelText(first, 200)}${help}`,
    description: toProblemPlace(problem),
    detail: `${markProblem(text, problem)}${more}`,
  };
}

function toCompletionItem(text: string, completion: QueryCompletion): SearchItem {
  const { kind, label, description, count } = completion;
  const facts = [
    ...(count === undefined ? [] : [toNounText(count, 'record')]),
    ...(description === undefined ? [] : [toLabelText(description)]),
  ];
  return {
    action: { type: 'edit', query: applyCompletion(text, completion) },
    label: `$(${completionIcons[kind]}) ${toLabelText(label)}`,
    ...(facts.length === 0 ? {} : { description: facts.join(' · ') }),
  };
}

function toSavedItem({ name, query }: SavedSearch): SearchItem {
  return {
    action: { type: 'run', query },
    label: `$(star-full) ${toLabelText(name)}`,
    description: toLabelText(query),
    memory: { kind: 'saved', key: name },
  };
}

function toHistoryItem(query: string): SearchItem {
  return {
    action: { type: 'run', query },
    label: `$(history) ${toLabelText(query)}`,
    memory: { kind: 'history', key: query },
  };
}

function isLike(text: string, candidate: string): boolean {
  return candidate.toLowerCase().includes(text.trim().toLowerCase());
}
