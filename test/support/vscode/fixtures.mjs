import path from 'node:path';
import { createDemoCase, toSourceSettings } from '../../../scripts/demoCase.mjs';
import { createTemporaryFolder } from '../../../scripts/temporaryFolder.mjs';

/**
 * What the tests in VS Code find when they begin: a demo case on disk, opened as the workspace folder and configured
 * as the source `Demo case`. The runners run under tsx, so that a server written in TypeScript can be started here,
 * and its address be passed in `settings` and `env`.
 */
export async function startFixtures(lifetime) {
  const folder = path.join(createTemporaryFolder(lifetime, 'tc-demo-'), 'demo-case');
  await createDemoCase(lifetime, folder);
  return {
    folder,
    settings: toSourceSettings('Demo case', folder),
    env: { TRAILCASE_TEST_FOLDER: folder },
  };
}
