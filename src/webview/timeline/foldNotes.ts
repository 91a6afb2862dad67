import type { TimelineNote } from '../../protocol/timelineMessages';

/** Warnings, and what the user can do something about, stay in sight; several others are one line that opens. */
export function foldNotes(notes: readonly TimelineNote[]): readonly TimelineNote[] {
  const isPlain = ({ isWarning, action }: TimelineNote): boolean => !isWarning && action === undefined;
  const plain = notes.filter(isPlain);
  if (plain.length < 2) return notes;
  const details = plain.flatMap(({ text, details: lines }) => [text, ...lines]);
  return [...notes.filter((note) => !isPlain(note)), { text: `${plain.length} notes`, isWarning: false, details }];
}
