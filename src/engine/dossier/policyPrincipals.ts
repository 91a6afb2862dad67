import { ownValue, toList, type OriginalRecord } from './originalRecord';

const maxPrincipals = 5;

/**
 * Who a policy lets in: the principals of its Allow statements, as it spells them. IAM logs policies as JSON text, some
 * services URL-encoded. Empty when the text is no policy.
 */
export function listPrincipals(policy: unknown): readonly string[] {
  const document = typeof policy === 'string' ? parse(policy) : policy;
  const found = new Set<string>();
  for (const statement of toList(ownValue(document, 'Statement'))) {
    if (ownValue(statement, 'Effect') !== 'Allow') continue;
    const principal = ownValue(statement, 'Principal');
    if (typeof principal === 'string') found.add(principal);
    else
      for (const type of ['AWS', 'Federated', 'Service', 'CanonicalUser']) {
        for (const name of toList(ownValue(principal, type))) if (typeof name === 'string') found.add(name);
      }
  }
  return [...found];
}

/** Reads the policies that stand under these names in a request: `it lets in arn:aws:iam::999900001111:root and 3 more`. */
export function toPolicyDetail(...names: readonly string[]): (record: OriginalRecord) => string | undefined {
  return (record) => {
    const request = record['requestParameters'];
    const principals = names.flatMap((name) => listPrincipals(ownValue(request, name)));
    if (principals.length === 0) return undefined;
    const rest = principals.length - maxPrincipals;
    return `it lets in ${principals.slice(0, maxPrincipals).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.trimStart().startsWith('%7B') ? decodeURIComponent(text) : text) as unknown;
  } catch (error) {
    // No JSON, or no URL encoding: then it says nothing that can be read.
    if (error instanceof SyntaxError || error instanceof URIError) return undefined;
    throw error;
  }
}
