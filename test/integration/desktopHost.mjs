import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { vsixFile } from '../../scripts/repository.mjs';
import { createDesktopProfile, findDesktop } from '../../scripts/vscode/desktop.mjs';

/** Runs the tests in an installed desktop VS Code, or in one that is downloaded (VSCODE_VERSION, else the newest). */
export async function runInDesktop(lifetime, plan) {
  const executable = findDesktop() ?? (await downloadAndUnzipVSCode(process.env.VSCODE_VERSION ?? 'stable'));
  const profile = await createDesktopProfile(lifetime, executable, { vsix: vsixFile, settings: plan.settings });
  try {
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: plan.developmentFolder,
      extensionTestsPath: plan.testsPath,
      launchArgs: [plan.folder, ...profile.args],
      extensionTestsEnv: { ...plan.env, ...profile.env, AWS_EC2_METADATA_DISABLED: 'true' },
    });
    return { code, failures: [] };
  } catch (error) {
    console.error(error); // Rejects also when tests failed, which their report tells better.
    return { code: 1, failures: [] };
  }
}

/** True when a desktop VS Code can run here: there is a display, and one is installed or can be downloaded. */
export async function canRunDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  return findDesktop() !== undefined || (await canDownload());
}

async function canDownload() {
  try {
    const url = 'https://update.code.visualstudio.com/api/releases/stable';
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false; // Offline: the server it is.
  }
}
