import type { LogProblem } from './logProblem';

/** What a text that is not quite JSON gives cause to say. */
export type Note = Omit<LogProblem, 'offset'>;
export const trailingComma: Note = {
  kind: 'trailingComma',
  severity: 'warning',
  message:
    'A comma stands before the closing bracket: this text was edited by hand. It is read as if it were not there.',
};
export const truncated: Note = {
  kind: 'truncated',
  severity: 'error',
  message: 'The text ends here in the middle of a value: the log is cut off. What stands before is shown.',
};
export const syntaxInside: Note = {
  kind: 'syntax',
  severity: 'error',
  message: 'The text is not JSON from here on. It is shown as it is, up to where a record can be read again.',
};
export const syntaxOutside: Note = {
  kind: 'trailingText',
  severity: 'error',
  message: 'Text that is not JSON stands here, outside of any record. It is shown as it is.',
};
export const controlCharacter: Note = {
  kind: 'controlCharacter',
  severity: 'warning',
  message: 'This text holds a raw control character, which JSON does not allow. It is shown as it is.',
};
