import fs from 'node:fs';
import Mocha from 'mocha';

const { Base, Spec } = Mocha.reporters;

/**
 * Mocha's reporter for every ring of tests: writes the results as JSON to the file TRAILCASE_TEST_REPORT, so that
 * `npm test` can sum them up, and prints them as `spec` does unless that file is read and printed by a runner
 * (option `isQuiet`). No file means that the tests did not come to their end.
 */
export default class TestReporter extends Base {
  constructor(runner, options) {
    super(runner, options);
    if (options.reporterOptions?.isQuiet !== true) new Spec(runner, options);
    const results = [];
    const note = (test, state, error) =>
      results.push({ title: test.fullTitle(), state, durationMs: test.duration ?? 0, ...(error && { error }) });
    runner.on('pass', (test) => note(test, 'passed'));
    runner.on('pending', (test) => note(test, 'skipped'));
    runner.on('fail', (test, error) => note(test, 'failed', String(error?.stack ?? error)));
    runner.once('end', () => {
      const file = process.env.TRAILCASE_TEST_REPORT;
      if (file) fs.writeFileSync(file, JSON.stringify({ results }, undefined, 1));
    });
  }
}
