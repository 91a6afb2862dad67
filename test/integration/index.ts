import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * What VS Code calls in its extension host, on the desktop and on the server alike: runs every *.test.js beside
 * this file. The runner waits for the report, see scripts/testReporter.mjs.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const { TRAILCASE_TEST_REPORTER: reporter, TRAILCASE_TEST_GREP: grep } = process.env;
  if (reporter === undefined) throw new Error('TRAILCASE_TEST_REPORTER is not set: start the tests by npm');
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter, reporterOptions: { isQuiet: true } });
  if (grep !== undefined) mocha.grep(new RegExp(grep));
  for (const file of fs.readdirSync(__dirname, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }
  await mocha.loadFilesAsync();
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed`));
    });
  });
}
