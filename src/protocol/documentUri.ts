/**
 * URIs of logs in the editor:
 * `cloudtrail://<sourceId>/<key>[?page=N | ?raw]` for an object of a configured source, and
 * `cloudtrail://file/<absolute path>` for a file on disk, however it was reached.
 *
 * The query says which page it is. A tab shows the end of the path only, so the last segment begins with `[page N] ` or
 * `[raw] ` as well; a URI without that means the same.
 *
 * Keys are hostile: a segment may be empty, `.` or `..`, and hold any character. They are escaped so that no
 * normalisation by VS Code can turn one key into another; the result is never used as a path on disk.
 */
export const documentScheme = 'cloudtrail';
export const localAuthority = 'file';

export interface DocumentAddress {
  /** A source's id, or `file` for a file on disk. */
  readonly sourceId: string;
  /** Key of the object; for `file` the absolute path with `/` between folders. */
  readonly key: string;
  /** From 1. */
  readonly page: number;
  /** True: the text as stored (after gunzip), not re-indented. */
  readonly isRaw: boolean;
}

/** The parts of a `vscode.Uri`, each decoded. */
export interface UriParts {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
}

export function toUriParts(address: Pick<DocumentAddress, 'sourceId' | 'key'> & Partial<DocumentAddress>): UriParts {
  const key = address.sourceId === localAuthority ? address.key.replace(/^\//, '') : address.key;
  const page = address.page ?? 1;
  const query = address.isRaw === true ? 'raw' : page > 1 ? `page=${page}` : '';
  const segments = key.split('/').map(escapeSegment);
  const name = segments.pop() ?? '';
  return {
    scheme: documentScheme,
    authority: address.sourceId,
    path: `/${[...segments, toTabMark(query) + name].join('/')}`,
    query,
  };
}

/** Undefined when the URI is none of ours. */
export function parseUriParts(parts: UriParts): DocumentAddress | undefined {
  if (parts.scheme !== documentScheme || parts.authority === '' || !parts.path.startsWith('/')) return undefined;
  const segments = parts.path.slice(1).split('/');
  const mark = toTabMark(parts.query);
  const name = segments.pop() ?? '';
  const key = [...segments, name.startsWith(mark) ? name.slice(mark.length) : name].map(unescapeSegment).join('/');
  const page = /^page=([1-9]\d{0,6})$/.exec(parts.query)?.[1];
  const isDrive = /^[A-Za-z]:/.test(key);
  return {
    sourceId: parts.authority,
    key: parts.authority === localAuthority && !isDrive ? `/${key}` : key,
    page: page === undefined ? 1 : Number(page),
    isRaw: parts.query === 'raw',
  };
}

/** For servers, which get URIs as text. */
export function parseUriText(uri: string): DocumentAddress | undefined {
  try {
    // `URL` would normalise the path of a special scheme; `cloudtrail:` is not one, and segments hold no bare dots.
    const url = new URL(uri);
    return parseUriParts({
      scheme: url.protocol.slice(0, -1),
      authority: decodeURIComponent(url.host),
      path: decodeURIComponent(url.pathname),
      query: decodeURIComponent(url.search.slice(1)),
    });
  } catch (error) {
    // TypeError: no URI at all; URIError: `%zz`. Anything else is a fault of ours.
    if (error instanceof TypeError || error instanceof URIError) return undefined;
    throw error;
  }
}

/** The text form VS Code itself would give the URI, near enough to be parsed back by both sides. */
export function toUriText(parts: UriParts): string {
  // Half a surrogate pair cannot be encoded; no key of S3 holds one.
  const path = parts.path
    .split('/')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd')))
    .join('/');
  return `${parts.scheme}://${parts.authority}${path}${parts.query === '' ? '' : `?${encodeURIComponent(parts.query)}`}`;
}

/** `[page 2] `, of a raw text `[raw] `, of a first page `''`. */
function toTabMark(query: string): string {
  return query === '' ? '' : `[${query.replace('=', ' ')}] `;
}

function escapeSegment(segment: string): string {
  if (segment === '') return '%';
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return segment.replaceAll('%', '%25').replaceAll('\\', '%5C');
}

function unescapeSegment(segment: string): string {
  if (segment === '%') return '';
  return segment.replace(/%(2E|25|5C)/g, (_, code: string) => (code === '2E' ? '.' : code === '25' ? '%' : '\\'));
}
