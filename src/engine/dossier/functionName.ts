import { valuesAt, type OriginalRecord } from './originalRecord';

/** What a call names: a function of Lambda, or a version or alias of it. */
export interface FunctionName {
  readonly name: string;
  /** Undefined: the function as a whole. */
  readonly qualifier: string | undefined;
  /** `name:qualifier`, as AWS spells it; without a qualifier the name. */
  readonly qualified: string;
}

/**
 * The function of a request: `functionName` is a name, an ARN or a part of one (`111122223333:function:f`), each with or
 * without `:qualifier` behind it; `qualifier` may stand beside it. Undefined where the record names none. (AWS Lambda API
 * reference, AddPermission.)
 */
export function toFunction(record: OriginalRecord): FunctionName | undefined {
  const [text] = valuesAt(record, 'request.functionName');
  const [beside] = valuesAt(record, 'request.qualifier');
  const [, name, behind] = /(?:^|:function:)([^:]+)(?::([^:]+))?$/.exec(text ?? '') ?? [];
  if (name === undefined) return undefined;
  const qualifier = beside ?? behind;
  return { name, qualifier, qualified: qualifier === undefined ? name : `${name}:${qualifier}` };
}
