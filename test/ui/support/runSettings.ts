import type { LaunchOptions } from 'playwright-core';

/** What run.mjs prepared for the tests. */
export interface RunSettings {
  readonly theme: 'dark' | 'light';
  /** Of the workbench, with the demo case's folder open. */
  readonly url: string;
  /** Of the demo case. */
  readonly folder: string;
  /** VS Code's user settings, see changeSettings. */
  readonly settingsFile: string;
  readonly shotsFolder: string;
  readonly launchOptions: LaunchOptions;
}

export function readRunSettings(): RunSettings {
  const text = process.env['TRAILCASE_UI'];
  if (text === undefined) throw new Error('TRAILCASE_UI is not set: start the tests by npm run test:ui');
  return JSON.parse(text) as RunSettings; // Written by run.mjs, in this shape.
}
