import { BlockList, isIP } from 'node:net';
import { recordColumns } from '../../../../src/engine/record/recordColumns';

/** A record as a parser would build it. */
export type PlainRecord = Readonly<Record<string, unknown>>;

/** A query and what it should mean, written without any of the code under test. */
export interface RandomQuery {
  readonly text: string;
  readonly matches: (record: PlainRecord) => boolean;
}

/** Reproducible: mulberry32. */
export function newRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Leaf = (record: PlainRecord, random: () => number) => RandomQuery;

export function newRandomQuery(records: readonly PlainRecord[], random: () => number, depth = 3): RandomQuery {
  const choice = random();
  if (depth > 0 && choice < 0.45) {
    const left = newRandomQuery(records, random, depth - 1);
    const right = newRandomQuery(records, random, depth - 1);
    const isAnd = random() < 0.5;
    const sign = isAnd ? pick(random, [' ', ' AND ', ' && ']) : pick(random, [' OR ', ' || ']);
    return {
      text: `(${left.text}${sign}${right.text})`,
      matches: (record) =>
        isAnd ? left.matches(record) && right.matches(record) : left.matches(record) || right.matches(record),
    };
  }
  if (depth > 0 && choice < 0.6) {
    const inner = newRandomQuery(records, random, depth - 1);
    return { text: `${pick(random, ['NOT ', '-', '!'])}(${inner.text})`, matches: (record) => !inner.matches(record) };
  }
  return pick(random, leaves)(pick(random, records), random);
}

const textColumns = recordColumns
  .filter(({ kind, isDerived }) => (kind === 'text' || kind === 'address') && isDerived !== true)
  .map(({ name }) => name);

const leaves: readonly Leaf[] = [
  columnLeaf,
  columnLeaf,
  presenceLeaf,
  timeLeaf,
  blockLeaf,
  pathLeaf,
  pathLeaf,
  wordLeaf,
  wordLeaf,
  regexLeaf,
  aliasLeaf,
];

function columnLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const name = pick(random, textColumns);
  const { text, test } = vary(columnText(record, name) ?? 'absent', random);
  return {
    text: `${name}:${text}`,
    matches: (other) => {
      const value = columnText(other, name);
      return value !== undefined && test(value);
    },
  };
}

function presenceLeaf(_record: PlainRecord, random: () => number): RandomQuery {
  const name = pick(random, [...textColumns, 'requestParameters', 'responseElements', 'additionalEventData.MFAUsed']);
  const isThere = (other: PlainRecord): boolean =>
    columnNames.has(name) ? columnText(other, name) !== undefined : valuesAt(other, name.split('.')).some(hasSomething);
  return random() < 0.5
    ? { text: pick(random, [`has:${name}`, `${name}:*`]), matches: isThere }
    : { text: pick(random, [`missing:${name}`, `-${name}:*`]), matches: (record) => !isThere(record) };
}

function timeLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const time = Date.parse(columnText(record, 'eventTime') ?? '2026-01-15T00:00:00Z') || 0;
  const from = new Date(time - Math.floor(random() * 3) * 3_600_000).toISOString();
  const to = new Date(time + Math.floor(random() * 3) * 3_600_000).toISOString();
  const timeOf = (other: PlainRecord): number => {
    const text = columnText(other, 'eventTime') ?? '';
    const isTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?$/.test(text);
    return isTime ? Date.parse(text.replace(' ', 'T').replace(/Z?$/, 'Z')) : Number.NaN;
  };
  const forms: readonly RandomQuery[] = [
    {
      text: `time:[${from} TO ${to}]`,
      matches: (other) => timeOf(other) >= Date.parse(from) && timeOf(other) <= Date.parse(to),
    },
    { text: `eventTime:>${from}`, matches: (other) => timeOf(other) > Date.parse(from) },
    { text: `time:<${to}`, matches: (other) => timeOf(other) < Date.parse(to) },
    {
      text: `time:${from.slice(0, 13)}`,
      matches: (other) => Math.floor(timeOf(other) / 3_600_000) === Math.floor(Date.parse(from) / 3_600_000),
    },
  ];
  return pick(random, forms);
}

function blockLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const own = columnText(record, 'sourceIPAddress') ?? '';
  const address = isIP(own) === 0 ? '203.0.113.9' : own;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const bits = Math.floor(random() * (family === 'ipv6' ? 64 : 33)) + (family === 'ipv6' ? 65 : 0);
  const block = new BlockList();
  block.addSubnet(address, bits, family);
  return {
    text: `ip:${address}/${bits}`,
    matches: (other) => {
      const text = columnText(other, 'sourceIPAddress') ?? '';
      return isIP(text) !== 0 && (isIP(text) === 6) === (family === 'ipv6') && block.check(text, family);
    },
  };
}

function pathLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const paths = listPaths(record).filter(([path]) => path.length > 1 && !columnNames.has(path.join('.')));
  const found = pick(random, paths.length === 0 ? [[['requestParameters', 'absent'], 'x'] as const] : paths);
  const [path, value] = found;
  const { text, test } = vary(value, random);
  const name = path.map((part) => (/^[A-Za-z_][\w-]*$/.test(part) ? part : quote(part))).join('.');
  const upper = random() < 0.2 ? `${path[0] ?? ''}${name.slice((path[0] ?? '').length).toUpperCase()}` : name;
  const isPlain = path.every((part) => /^[A-Za-z_][\w-]*$/.test(part));
  return {
    text: `.${isPlain ? upper : name}:${text}`,
    matches: (other) => valuesAt(other, path).flatMap(scalarsIn).some(test),
  };
}

function wordLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const texts = listPaths(record).flatMap(([path, value]) => [value, path[path.length - 1] ?? '']);
  const whole = pick(random, texts);
  const start = Math.floor(random() * Math.max(1, whole.length - 3));
  const piece = whole.slice(start, start + 2 + Math.floor(random() * 12));
  const isExact = random() < 0.2;
  const written = isExact ? piece : swapCase(piece, random);
  // In slashes and with a letter that no identifier has, so that it is not taken as one.
  const text = `${isExact ? '=' : ''}${quote(written)}`;
  const word = written;
  const isIdentifier =
    /^(arn:aws.*|\d{12}|A[A-Z]{3}[A-Z0-9]{16,17}|[a-z-]+-[0-9a-f]{8,17}|[\d.]{7,15}|[0-9a-f:]+)$/i.test(word);
  if (isIdentifier || word === '')
    return { text: 'has:eventName', matches: (other) => hasSomething(other['eventName']) };
  return {
    text,
    matches: (other) =>
      textsIn(other).some((value) => (isExact ? value.includes(word) : fold(value).includes(fold(word)))),
  };
}

function regexLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const name = pick(random, textColumns);
  const value = columnText(record, name) ?? 'x';
  const start = Math.floor(random() * value.length);
  const source = value
    .slice(start, start + 6)
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/\d/, '\\d')
    .replace(/[a-m]/, '.')
    .replace(/[n-z]/, '[n-z]+');
  if (source === '') return { text: 'has:eventName', matches: (other) => hasSomething(other['eventName']) };
  const flag = random() < 0.5 ? 'i' : '';
  const pattern = new RegExp(source, `s${flag}`);
  const anchored = random() < 0.2 ? `^${source}` : source;
  const expected = anchored === source ? pattern : new RegExp(anchored, `s${flag}`);
  return {
    text: `${name}:/${anchored}/${flag}`,
    matches: (other) => {
      const text = columnText(other, name);
      return text !== undefined && expected.test(text);
    },
  };
}

function aliasLeaf(record: PlainRecord, random: () => number): RandomQuery {
  const source = columnText(record, 'eventSource') ?? 's3.amazonaws.com';
  const account = columnText(record, 'recipientAccountId') ?? '1';
  const agent = (columnText(record, 'userAgent') ?? 'aws').slice(0, 6);
  const same = (other: PlainRecord, name: string, value: string): boolean =>
    fold(columnText(other, name) ?? '\0') === fold(value);
  const forms: readonly RandomQuery[] = [
    {
      text: `service:${JSON.stringify(source.replace('.amazonaws.com', ''))}`,
      matches: (other) => same(other, 'eventSource', source),
    },
    {
      text: `account:${account}`,
      matches: (other) => same(other, 'recipientAccountId', account) || same(other, 'userIdentity.accountId', account),
    },
    {
      text: `agent:${quote(agent)}`,
      matches: (other) => fold(columnText(other, 'userAgent') ?? '').includes(fold(agent)),
    },
    { text: 'readOnly:false', matches: (other) => columnText(other, 'readOnly') === 'false' },
  ];
  return pick(random, forms);
}

const columnNames = new Set(recordColumns.map(({ name }) => name));

/** A value as a query may spell it, and the test that it then is. */
function vary(
  value: string,
  random: () => number,
): { readonly text: string; readonly test: (text: string) => boolean } {
  const plain = /^[\w.-]+$/.test(value) && !/^(AND|OR|NOT)$/.test(value);
  if (!plain || random() < 0.3) {
    const isExact = random() < 0.3;
    const written = isExact ? value : swapCase(value, random);
    return {
      text: `${isExact ? '=' : ''}${quote(written)}`,
      test: (text) => (isExact ? text === written : fold(text) === fold(written)),
    };
  }
  const cut = Math.floor(random() * value.length);
  const pattern = pick(random, [
    value,
    `${value.slice(0, cut)}*`,
    `*${value.slice(cut)}`,
    `${value.slice(0, cut)}?${value.slice(cut + 1)}`,
  ]);
  const written = swapCase(pattern, random);
  if (written === '*') return { text: '="*"', test: (text) => text === '*' };
  const source = fold(written).replace(/\./g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  const expected = new RegExp(`^${source}$`, 'su');
  return { text: written, test: (text) => expected.test(fold(text)) };
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** As DuckDB's lower() has it. */
function fold(text: string): string {
  return Array.from(text, (letter) => (letter === 'İ' ? 'i' : letter.toLowerCase())).join('');
}

function swapCase(text: string, random: () => number): string {
  // eslint-disable-next-line no-control-regex -- only ASCII
  if (random() < 0.5 || /[^\x00-\x7f]/.test(text)) return text;
  return random() < 0.5 ? text.toLowerCase() : text.toUpperCase();
}

function pick<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

/** A column's text by strict names, without walking through lists. */
export function columnText(record: PlainRecord, name: string): string | undefined {
  let value: unknown = record;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, part) ? (value as PlainRecord)[part] : undefined;
  }
  return scalarOf(value);
}

function scalarOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (fold(name) === fold(first) ? valuesAt(member, rest) : []));
}

function scalarsIn(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(scalarsIn);
  const text = scalarOf(value);
  return text === undefined ? [] : [text];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return scalarsIn(value);
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return [...names, ...Object.values(value).flatMap(textsIn)];
}

function hasSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSomething);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return scalarOf(value) !== undefined;
}

function listPaths(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], string])[] {
  if (Array.isArray(value)) return value.flatMap((item) => listPaths(item, path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) => (name === '' ? [] : listPaths(member, [...path, name])));
  }
  const text = scalarOf(value);
  return text === undefined || path.length === 0 ? [] : [[path, text]];
}
