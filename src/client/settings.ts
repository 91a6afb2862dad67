import type { ReadLimits, ServerSettings } from '../protocol/requests';
import type { SourceConfig } from '../protocol/sourceConfig';

/** All of Trailcase's settings that the client or the server acts on. Frozen. */
export type Settings = ServerSettings;

/** Setting values as VS Code hands them out: package.json's defaults applied, types unchecked. */
export interface RawSettings {
  readonly sources: unknown;
  readonly maxLogMegabytes: unknown;
  readonly maxGzipRatio: unknown;
}

/** Bounds and defaults of the limits; package.json says the same, and a test compares them. */
export const limitBounds = {
  maxLogMegabytes: { minimum: 1, maximum: 1900, default: 256 },
  maxGzipRatio: { minimum: 10, maximum: 1100, default: 300 },
} as const;

const bytesPerMegabyte = 1024 * 1024;

/** Entries keep their index, so that the server's problems point at the right one; broken values become absent. */
export function toSettings(raw: RawSettings): Settings {
  const entries: readonly unknown[] = Array.isArray(raw.sources) ? raw.sources : [];
  const limits: ReadLimits = {
    maxLogBytes: toBounded(raw.maxLogMegabytes, limitBounds.maxLogMegabytes) * bytesPerMegabyte,
    maxGzipRatio: toBounded(raw.maxGzipRatio, limitBounds.maxGzipRatio),
  };
  return Object.freeze({ sources: Object.freeze(entries.map(toSourceConfig)), limits: Object.freeze(limits) });
}

/** Only the known fields, so that two spellings of one source compare as equal. */
export function toSourceConfig(value: unknown): SourceConfig {
  const entry = isRecord(value) ? value : {};
  const name = toText(entry['name']);
  const profile = toText(entry['profile']);
  const region = toText(entry['region']);
  const endpoint = toText(entry['endpoint']);
  return Object.freeze({
    uri: toText(entry['uri']) ?? '',
    ...(name === undefined ? {} : { name }),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
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
