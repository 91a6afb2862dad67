import type { Scope } from '../index/scope';
import type { SearchScope } from '../protocol/searchRequests';
import type { SourceRegistry } from './sourceRegistry';

/** A source's own prefix narrows whatever is asked of it. Throws a UserError when no source has the id. */
export function toIndexScope(sources: Pick<SourceRegistry, 'get'>, { sourceId, prefix, ...rest }: SearchScope): Scope {
  const within = prefix ?? sources.get(sourceId).prefix;
  return { ...rest, ...(within === '' ? {} : { prefix: within }) };
}
