// npm test: builds, runs every ring of tests against what users get (the packaged VSIX), and sums up.
// The last line is always `N passed, N failed`; a step that does not come to its end counts as one failed.
import path from 'node:path';
import { runScript } from './lifetime.mjs';
import { runToExit } from './processGroup.mjs';
import { root } from './repository.mjs';
import { createTemporaryFolder } from './temporaryFolder.mjs';
import { count, failure, readResults } from './testReport.mjs';

const mocha = path.join('node_modules', 'mocha', 'bin', 'mocha.js');
const unitArgs = [mocha, '--import=tsx', '--reporter', 'scripts/testReporter.mjs', 'test/unit/**/*.test.ts'];
const inVsCode = (ring) => ['--import=tsx', `test/${ring}/run.mjs`];

/** A step that `hasReport` is a ring of tests; what `needs` a step that failed is not begun. */
const steps = [
  { name: 'build', args: ['scripts/build.mjs'] },
  { name: 'unit', args: unitArgs, hasReport: true },
  { name: 'package', args: ['scripts/package.mjs'], needs: 'build' },
  { name: 'integration', args: inVsCode('integration'), hasReport: true, needs: 'package' },
  { name: 'ui', args: inVsCode('ui'), hasReport: true, needs: 'package' },
];

const outcomes = [];

await runScript(async (lifetime) => {
  const folder = createTemporaryFolder(lifetime, 'tc-test-');
  for (const step of steps) {
    console.log(`\n== ${step.name}`);
    outcomes.push(await runStep(lifetime, step, path.join(folder, `${step.name}.json`)));
    if (lifetime.isEnding) return 1;
  }
  return printSummary();
});

async function runStep(lifetime, step, report) {
  const startTime = Date.now();
  const results = hasFailed(step.needs)
    ? [failure(step.name, `Not begun, because ${step.needs} failed.`)]
    : await runResults(lifetime, step, report);
  return { name: step.name, results, seconds: (Date.now() - startTime) / 1000 };
}

async function runResults(lifetime, step, report) {
  const env = { ...process.env, TRAILCASE_TEST_REPORT: report };
  const code = await runToExit(lifetime, process.execPath, step.args, { cwd: root, env });
  if (step.hasReport) return readResults(step.name, report, code);
  return code === 0 ? [] : [failure(step.name, `Exit code ${code}.`)];
}

function hasFailed(name) {
  return outcomes.some((outcome) => outcome.name === name && count(outcome.results, 'failed') > 0);
}

function printSummary() {
  console.log('\n== summary');
  for (const { name, results, seconds } of outcomes) {
    const counts = ['passed', 'failed', 'skipped'].map(
      (state) => `${String(count(results, state)).padStart(5)} ${state}`,
    );
    console.log(`${name.padEnd(12)}${counts.join('')}  ${seconds.toFixed(1)} s`);
  }
  const all = outcomes.flatMap((outcome) => outcome.results);
  for (const result of all.filter((each) => each.state === 'failed')) console.log(`failed: ${result.title}`);
  const failed = count(all, 'failed');
  console.log(`${count(all, 'passed')} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
