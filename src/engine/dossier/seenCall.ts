import type { RecordRef } from '../session/session';
import type { OriginalRecord } from './originalRecord';
import type { RemnantRule } from './remnantRule';

/** A successful record, with its original where that could be read. */
export interface SeenCall {
  readonly ref: RecordRef;
  /** `iam:CreateUser` */
  readonly call: string;
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly original: OriginalRecord | undefined;
}

/** Something that a call made or changed. */
export interface MadeThing {
  readonly rule: RemnantRule;
  readonly by: SeenCall;
  /** What tells it from others; undefined when the original was not read, or does not name it. */
  readonly names: readonly string[] | undefined;
}
