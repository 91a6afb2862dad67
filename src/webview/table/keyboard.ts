/** Only from within: a view that opens beside an editor leaves the keyboard there, and what has it in the view keeps it. */
export function mayTakeKeyboard(): boolean {
  const isElsewhere = document.activeElement !== null && document.activeElement !== document.body;
  return document.hasFocus() && !isElsewhere;
}
