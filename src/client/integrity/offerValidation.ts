import { commands, window } from 'vscode';
import { findRootById } from '../commands/target';
import type { SourceRoot } from '../../protocol/requests';
import type { ClientServices } from '../services';
import { toSourcePlace } from '../search/place';

/** Says what was changed of a source, which may change what can be proven of it. Does not wait for the user. */
export function offerValidation(services: ClientServices, { sourceId }: SourceRoot, message: string): void {
  void window.showInformationMessage(message, 'Validate Integrity…').then(async (choice) => {
    if (choice === undefined) return;
    const root = await findRootById(services, sourceId);
    if (root !== undefined) await commands.executeCommand('trailcase.validateIntegrity', toSourcePlace(root));
  });
}
