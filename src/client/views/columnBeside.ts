import { ViewColumn, window } from 'vscode';

/** Where a log is opened so that the panel in front stays in sight: the group beside it that is there, else a new one. */
export function findColumnBeside(): ViewColumn {
  const { viewColumn } = window.tabGroups.activeTabGroup;
  const others = window.tabGroups.all.map((group) => group.viewColumn).filter((column) => column !== viewColumn);
  return others.find((column) => column > viewColumn) ?? others.at(-1) ?? ViewColumn.Beside;
}
