import { commands, Uri } from 'vscode';

/** The page about the query language that the walkthrough shows, too. */
export async function showQueryHelp(extensionUri: Uri): Promise<void> {
  const page = Uri.joinPath(extensionUri, 'media', 'walkthrough', 'search.md');
  await commands.executeCommand('markdown.showPreview', page);
}
