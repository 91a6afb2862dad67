import type { ServerSettings } from '../protocol/requests';
import type { SourceConfig } from '../protocol/sourceConfig';

/** Where the records that a search found are shown first. */
export type ResultPlace = 'view' | 'table';

/** All of Trailcase's settings that the client or the server acts on. Frozen. */
export interface Settings extends ServerSettings {
  readonly resultPlace: ResultPlace;
}

/** Bounds and defaults of the numbers; package.json says the same, and a test compares them. */
export const numberBounds = {
  'limits.maxLogMegabytes': { minimum: 1, maximum: 1900, default: 256 },
  'limits.maxGzipRatio': { minimum: 10, maximum: 1100, default: 300 },
  'scan.askAboveMegabytes': { minimum: 0, maximum: 10_000_000, default: 500 },
  'scan.askAboveObjects': { minimum: 0, maximum: 100_000_000, default: 20_000 },
  'scan.maxObjects': { minimum: 1, maximum: 100_000_000, default: 5_000_000 },
  'scan.maxGigabytes': { minimum: 1, maximum: 10_000, default: 200 },
  'scan.maxDownloads': { minimum: 1, maximum: 512, default: 64 },
  'scan.workers': { minimum: 0, maximum: 64, default: 0 },
  'cache.maxGigabytes': { minimum: 0, maximum: 10_000, default: 10 },
  'search.maxHits': { minimum: 1000, maximum: 50_000_000, default: 1_000_000 },
} as const;

/** Every setting that is read, without `trailcase.`. */
export const settingNames = [
  'sources',
  'search.opens',
  // The keys of an object literal without index signature.
  ...(Object.keys(numberBounds) as (keyof typeof numberBounds)[]),
] as const;

/** Setting values as VS Code hands them out: package.json's defaults applied, types unchecked. */
export type RawSettings = Readonly<Partial<Record<(typeof settingNames)[number], unknown>>>;

const bytesPerMegabyte = 1024 * 1024;
const bytesPerGigabyte = 1024 * bytesPerMegabyte;

/** Entries keep their index, so that the server's problems point at the right one; broken values become absent. */
export function toSettings(raw: RawSettings): Settings {
  const entries: readonly unknown[] = Array.isArray(raw.sources) ? raw.sources : [];
  const toNumber = (name: keyof typeof numberBounds): number => toBounded(raw[name], numberBounds[name]);
  return Object.freeze({
    sources: Object.freeze(entries.map(toSourceConfig)),
    limits: Object.freeze({
      maxLogBytes: toNumber('limits.maxLogMegabytes') * bytesPerMegabyte,
      maxGzipRatio: toNumber('limits.maxGzipRatio'),
    }),
    scan: Object.freeze({
      askAboveBytes: toNumber('scan.askAboveMegabytes') * bytesPerMegabyte,
      askAboveObjects: toNumber('scan.askAboveObjects'),
      maxObjects: toNumber('scan.maxObjects'),
      maxBytes: toNumber('scan.maxGigabytes') * bytesPerGigabyte,
      maxDownloads: toNumber('scan.maxDownloads'),
      workers: toNumber('scan.workers'),
    }),
    cache: Object.freeze({ maxBytes: toNumber('cache.maxGigabytes') * bytesPerGigabyte }),
    search: Object.freeze({ maxHits: toNumber('search.maxHits') }),
    resultPlace: raw['search.opens'] === 'table' ? 'table' : 'view',
  });
}

const textFields = [
  'name',
  'uri',
  'profile',
  'region',
  'endpoint',
  'publicKeys',
  'originalLocation',
] as const satisfies readonly (keyof SourceConfig)[];

/** Only the known fields, so that two spellings of one source compare as equal. */
export function toSourceConfig(value: unknown): SourceConfig {
  const entry = isRecord(value) ? value : {};
  const texts = textFields.flatMap((field) => {
    const text = toText(entry[field]);
    return text === undefined ? [] : [[field, text] as const];
  });
  return Object.freeze({
    uri: '',
    ...Object.fromEntries(texts),
    ...(typeof entry['pathStyle'] === 'boolean' ? { pathStyle: entry['pathStyle'] } : {}),
  });
}

export function isSameSource(a: SourceConfig, b: SourceConfig): boolean {
  return isSameAccess(a, b) && a.name === b.name;
}

/** True when both read the same objects in the same way: the server takes only one of them. */
export function isSameAccess(a: SourceConfig, b: SourceConfig): boolean {
  return isSamePlace(a, b) && a.profile === b.profile && a.region === b.region;
}

/** True when both read the same objects, whatever they are called and whoever asks. */
export function isSamePlace(a: SourceConfig, b: SourceConfig): boolean {
  const toPlace = (uri: string): string => uri.replace(/\/+$/, '');
  return (
    toPlace(a.uri) === toPlace(b.uri) && a.endpoint === b.endpoint && (a.pathStyle ?? false) === (b.pathStyle ?? false)
  );
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function toBounded(value: unknown, bounds: { minimum: number; maximum: number; default: number }): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return bounds.default;
  return Math.min(bounds.maximum, Math.max(bounds.minimum, value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
