/** What a record is made of. An undefined field is left out. */
export type JsonValue = string | number | boolean | null | SpelledNumber | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** A number whose digits must reach the log as they are: `1048576.0`, or an integer beyond 2^53. */
export class SpelledNumber {
  constructor(readonly digits: string) {}
}

/** Compact JSON, as CloudTrail writes it: JSON.stringify, but for spelled numbers. */
export function toJsonText(value: JsonValue): string {
  if (value instanceof SpelledNumber) return value.digits;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(toJsonText).join(',')}]`;
  const fields: string[] = [];
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) fields.push(`${JSON.stringify(name)}:${toJsonText(field)}`);
  }
  return `{${fields.join(',')}}`;
}

// Array.isArray alone does not narrow a readonly array.
function isList(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}
