import { commands, ConfigurationTarget } from 'vscode';
import { findSourcesTarget } from '../configuration';
import type { CommandFactory } from './command';

/** The settings file that holds the sources, at the sources. */
export const editSource: CommandFactory = () => async () => {
  const isUser = findSourcesTarget() === ConfigurationTarget.Global;
  const command = isUser ? 'workbench.action.openSettingsJson' : 'workbench.action.openWorkspaceSettingsFile';
  await commands.executeCommand(command, { revealSetting: { key: 'trailcase.sources' } });
};
