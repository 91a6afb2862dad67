export type LogProblemKind =
  | 'gzipTruncated'
  | 'gzipCorrupt'
  | 'gzipChecksum'
  | 'gzipMembers'
  | 'gzipTrailingBytes'
  | 'tooLarge'
  | 'encoding'
  | 'byteOrderMark'
  | 'syntax'
  | 'truncated'
  | 'trailingComma'
  | 'trailingText'
  | 'nulBytes'
  | 'controlCharacter'
  | 'notARecord'
  | 'csv'
  | 'empty'
  | 'expanded';

/** Something that a reader of the log must know. Bad input is a result, never an exception. */
export interface LogProblem {
  readonly kind: LogProblemKind;
  /** `error`: something could not be read. `warning`: all was read, but it is not what CloudTrail writes. */
  readonly severity: 'error' | 'warning' | 'information';
  /** What, where and what was done about it: whole sentences. */
  readonly message: string;
  /** Byte offset in the shown text. */
  readonly offset: number;
  /** Of a problem that stands for several of its kind: how many. */
  readonly count?: number;
}

/** A problem found before there is text to point into. */
export type StoredProblem = Omit<LogProblem, 'offset'> & {
  /** `end`: where the shown text stops; `start`: about the log as a whole. */
  readonly place: 'start' | 'end';
};
