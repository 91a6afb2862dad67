import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import fs from 'node:fs';
import path from 'node:path';
import { run } from '../processGroup.mjs';
import { createTemporaryFolder } from '../temporaryFolder.mjs';
import { ownStorage, writeSettings } from './profile.mjs';

const installedDesktops = [
  '/usr/share/code/code',
  '/usr/lib/code/code',
  '/snap/code/current/usr/share/code/code',
  '/Applications/Visual Studio Code.app/Contents/MacOS/Code',
  '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
  path.join(process.env.LOCALAPPDATA ?? '', 'Programs', 'Microsoft VS Code', 'Code.exe'),
];

/** The executable of an installed VS Code (or VSCODE_EXECUTABLE); undefined without one or without a display. */
export function findDesktop() {
  const { VSCODE_EXECUTABLE: chosen, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  return [chosen, ...installedDesktops].find((file) => file && path.isAbsolute(file) && fs.existsSync(file));
}

/** A profile of its own in a temporary folder, with one extension installed: the user's own VS Code is not touched. */
export async function createDesktopProfile(lifetime, executable, { vsix, settings }) {
  const folder = createTemporaryFolder(lifetime, 'tcd-');
  const userData = path.join(folder, 'u');
  writeSettings(path.join(userData, 'User'), settings ?? {});
  const args = ['--user-data-dir', userData, '--extensions-dir', path.join(folder, 'e')];
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  await run(lifetime, cli, [...cliArgs, ...args, '--install-extension', vsix], { shell: process.platform === 'win32' });
  // As root, which happens in containers, Electron needs the flag to start at all.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const quiet = ['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-updates'];
  return { args: [...args, ...quiet, ...sandbox], env: ownStorage(folder) };
}
