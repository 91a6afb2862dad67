/** A record as it was delivered. Nothing is assumed of its fields. */
export type OriginalRecord = Readonly<Record<string, unknown>>;

/** Texts beyond this are cut off: a record that names more things than people read is hostile or a mistake. */
const maxValues = 1_000;

/** Undefined when the bytes are no JSON object. */
export function parseOriginal(bytes: Uint8Array): OriginalRecord | undefined {
  return parseObject(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
}

/**
 * The texts at a path: `request.userName`, `response.accessKey.accessKeyId`, `request.items[].userId` (of each item of a
 * list). `a|b` is `b` where `a` gives none; `a&b` is both. `#name` behind a path takes an ARN's last part, such as a
 * function's name. `=text` is that text itself, for what is left out where it is the usual one: `a|=default`. Numbers and
 * booleans are given as JSON spells them. Empty where there is nothing.
 */
export function valuesAt(record: OriginalRecord, path: string): readonly string[] {
  for (const choice of path.split('|')) {
    const values = choice.split('&').flatMap((part) => readPath(record, part));
    if (values.length > 0) return values.slice(0, maxValues);
  }
  return [];
}

const roots: Readonly<Record<string, string>> = { request: 'requestParameters', response: 'responseElements' };

function readPath(record: OriginalRecord, path: string): readonly string[] {
  if (path.startsWith('=')) return [path.slice(1)];
  const [names = '', modifier] = path.split('#');
  const [first = '', ...rest] = names.split('.');
  let values: readonly unknown[] = [toContainer(ownValue(record, roots[first] ?? first))];
  for (const part of rest) {
    const isList = part.endsWith('[]');
    const name = isList ? part.slice(0, -2) : part;
    values = values.map((value) => ownValue(value, name)).flatMap((value) => (isList ? toList(value) : [value]));
    if (values.length > maxValues) values = values.slice(0, maxValues);
  }
  const texts = values.flatMap((value) => toText(value) ?? []);
  return modifier === undefined ? texts : texts.map(toShortName);
}

/** The value of a field that the object itself has. */
export function ownValue(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The items of a list; a lone value counts as one. */
export function toList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Some exports (Athena, OCSF) hold the parameters as a text of JSON. */
function toContainer(value: unknown): unknown {
  return typeof value === 'string' ? parseObject(value) : value;
}

function toShortName(text: string): string {
  if (!text.startsWith('arn:')) return text;
  const resource = text.split(':').slice(5).join(':');
  const [, named] = /^(?:function:|[a-z-]+[/:])([^:/]+)/.exec(resource) ?? [];
  return named ?? resource;
}

function parseObject(text: string): OriginalRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is OriginalRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
