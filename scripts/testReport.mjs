import fs from 'node:fs';
import { readJson } from './repository.mjs';

/** Results of a ring of tests: `[{ title, state: 'passed' | 'failed' | 'skipped', durationMs, error? }]`. */

export function failure(title, error) {
  return { title, state: 'failed', durationMs: 0, error };
}

/**
 * Reads what testReporter.mjs wrote. The exit code alone is not believed (an extension host that was killed reports
 * 0), nor is the report alone: whatever is wrong beside the tests becomes a failed result of its own.
 */
export function readResults(name, file, exitCode) {
  if (!fs.existsSync(file)) return [failure(name, `The tests did not come to their end (exit code ${exitCode}).`)];
  const { results } = readJson(file);
  if (!results.some((result) => result.state !== 'skipped')) return [...results, failure(name, 'No test was run.')];
  const hasFailure = results.some((result) => result.state === 'failed');
  return exitCode === 0 || hasFailure ? results : [...results, failure(name, `Exit code ${exitCode}.`)];
}

export function writeResults(file, results) {
  fs.writeFileSync(file, JSON.stringify({ results }, undefined, 1));
}

export function count(results, state) {
  return results.filter((result) => result.state === state).length;
}

/** For a runner whose tests ran where nobody sees their output. */
export function printResults(results) {
  for (const { title, state, durationMs, error } of results) {
    const mark = { passed: '✔', failed: '✖', skipped: '-' }[state];
    console.log(`  ${mark} ${title} (${durationMs} ms)${error === undefined ? '' : `\n${indent(error)}`}`);
  }
}

function indent(text) {
  return text.replace(/^/gm, '      ');
}
