import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startS3Server, type S3TestServer } from '../support/s3Server/s3Server';
import { newSigningKey, toListedKey } from '../support/signedTrail/signingKey';
import { newSignedTrail } from '../support/signedTrail/signedTrail';
import { putInServer } from '../support/signedTrail/trailPlaces';
import { keylessRegion } from '../support/vscode/archive';
import { clickCodeLens, codeLens, editorLine, editorTab, hoverText, notification, statusItem } from './support/editor';
import { badgeOf, chooseFile, validateSource } from './support/integrity';
import { answer, pick, pickRow, runCommand } from './support/palette';
import { actUntil } from './support/retry';
import { answerDialog, clickPanelItem, expandPanelItem, panelItem } from './support/search';
import { chooseFromMenu, collapseAll, expandPath, openContainer, treeItem } from './support/tree';
import { changeSettings } from './support/userSettings';
import { waitUntil } from './support/waitUntil';
import { screenshot, useWorkbench, type Workbench } from './support/workbench';

/** A record was cut out of it. */
const modifiedLog = /^444455556666_CloudTrail_us-east-1_20260114T2236Z/;
const digestTab = /444455556666_CloudTrail-Digest_us-east-1/;
const setting = 'trailcase.sources';

async function clearNotifications(workbench: Workbench): Promise<void> {
  await runCommand(workbench, 'Notifications: Clear All Notifications');
  await workbench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
}

describe('validating the demo case', () => {
  const workbench = useWorkbench();
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(tmpdir(), 'tc-report-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('says that nothing was validated, and how to begin', async () => {
    await openContainer(workbench(), 'Trailcase');
    await treeItem(workbench(), 'Demo case').waitFor();
    await runCommand(workbench(), 'Trailcase: Show Validation');
    await workbench().page.locator('.part.panel', { hasText: 'Nothing was validated yet' }).waitFor();
    await screenshot(workbench(), '30-integrity-empty');
  });

  it('tells the verdict, and names what is wrong first', async () => {
    await validateSource(workbench(), /^Source, Demo case/);
    await notification(workbench(), /Demo case: Wrong\. .*\(1 modified · 1 missing · 994 valid\)/).waitFor();
    await panelItem(workbench(), /^Wrong, Demo case · 2026-01-13 00:07/).waitFor();
    await screenshot(workbench(), '31-verdict');
    await clearNotifications(workbench());
    await expandPanelItem(workbench(), /^1 log is missing/);
    await panelItem(workbench(), /^2026-01-15 01:41 UTC, 444455556666 eu-west-1 · not found/).waitFor();
    await expandPanelItem(workbench(), /^33\.2 hours are a gap/);
    await panelItem(workbench(), /^2026-01-15 03:10 – 08:43 UTC, 111122223333 us-east-1 · gap: .* no logs/).waitFor();
    await panelItem(workbench(), /^1 log was modified/).hover();
    await workbench().page.locator('.monaco-hover', { hasText: 'A tool rewrote logs in place' }).first().waitFor();
    await screenshot(workbench(), '32-findings');
  });

  it('opens the modified log, with its status at the top', async () => {
    await expandPanelItem(workbench(), /^1 log was modified/);
    await clickPanelItem(workbench(), /^2026-01-14 22:36 UTC/, editorTab(workbench(), modifiedLog));
    await codeLens(workbench(), /modified: hash value doesn't match · validated 20/).waitFor();
    await statusItem(workbench(), '4 records').waitFor();
    await screenshot(workbench(), '33-modified');
    const dialog = workbench().page.locator('.monaco-dialog-box', { hasText: 'Found SHA-256: 2190bdcd' });
    await clickCodeLens(workbench(), 'Show hashes', dialog);
    await screenshot(workbench(), '34-hashes');
    await answerDialog(workbench(), 'Expected SHA-256: a304f5dd', 'Copy');
    await runCommand(workbench(), 'Problems: Focus on Problems View');
    const problem = panelItem(workbench(), /this log is modified: hash value doesn't match/);
    await problem.waitFor();
    await panelItem(
      workbench(),
      /A log that this digest names is missing: 444455556666_CloudTrail_eu-west-1/,
    ).waitFor();
    await screenshot(workbench(), '35-problems');
  });

  it('leads from the log to its digest, and along the chain', async () => {
    await clickCodeLens(workbench(), 'Open digest', editorTab(workbench(), digestTab));
    await codeLens(workbench(), /^.?validated .* signed by key 17b156023997…/).waitFor();
    await codeLens(workbench(), "Open log · ✗ modified: hash value doesn't match").waitFor({ state: 'attached' });
    assert.match(
      await hoverText(workbench(), '17b156'),
      /Public key 17b1[^]*Region: us-east-1[^]*have this fingerprint/,
    );
    await screenshot(workbench(), '36-digest');
    // The first card goes before the next comes.
    await workbench().page.keyboard.press('Escape');
    assert.match(await hoverText(workbench(), 'a37b46d'), /SHA-256 of the previous digest[^]*Matched: ✓/);
    await clickCodeLens(workbench(), 'Previous digest', editorTab(workbench(), /20260114T220334Z/));
    await editorLine(workbench(), '"2026-01-14T22:03:34Z"').waitFor();
    await clickCodeLens(workbench(), 'Next digest', editorTab(workbench(), /20260114T230334Z/));
    await editorLine(workbench(), '"2026-01-14T23:03:34Z"').waitFor();
  });

  it('marks the way to what is wrong in the trails', async () => {
    await expandPath(workbench(), ['Demo case', '444455556666', 'us-east-1', '2026-01', '2026-01-14']);
    const marks = [
      [/^Source, Demo case/, 'M'],
      [/^Account 111122223333/, 'G'],
      [/^Region ap-southeast-2/, 'G'],
      [/^Region eu-west-1/, 'X'],
      [/^Region us-east-1/, 'M'],
      [/^Day 2026-01-14/, 'M'],
      [/22:36 UTC/, 'M'],
      [/22:42 UTC/, 'V'],
    ] as const;
    for (const [name, letter] of marks) {
      const item = treeItem(workbench(), name);
      await item.waitFor();
      await waitUntil(async () => (await badgeOf(item)) === letter, `${letter} stands at ${String(name)}`);
    }
    await actUntil(workbench().page.locator('.monaco-hover', { hasText: 'M: Modified' }).first(), async () => {
      await workbench().page.mouse.move(5, 5); // Away first: a pointer that does not move causes no hover.
      await treeItem(workbench(), /22:36 UTC/).hover({ timeout: 2_000 });
    });
    await screenshot(workbench(), '37-badges');
  });

  it('saves a report that a browser shows', async () => {
    const { page, run } = workbench();
    const file = path.join(folder, 'report.html');
    await runCommand(workbench(), 'Trailcase: Save Validation Report');
    await pick(workbench(), 'HTML');
    await chooseFile(workbench(), file, notification(workbench(), `The report is in ${file}`));
    const context = await page.context().browser()!.newContext({ colorScheme: run.theme });
    const report = await context.newPage();
    await report.goto(pathToFileURL(file).href);
    await report.getByRole('heading', { name: 'CloudTrail integrity report' }).waitFor();
    await report.getByText('Something is provably not as CloudTrail delivered it').waitFor();
    await report.screenshot({ path: path.join(run.shotsFolder, '38-report.png') });
    await context.close();
  });

  it('saves a report as Markdown, and previews it', async () => {
    const { page } = workbench();
    const file = path.join(folder, 'report.md');
    await runCommand(workbench(), 'Trailcase: Save Validation Report');
    await pick(workbench(), 'Markdown');
    const toast = notification(workbench(), `The report is in ${file}`);
    await chooseFile(workbench(), file, toast);
    await actUntil(editorTab(workbench(), /Preview report\.md/), () =>
      toast.getByRole('button', { name: 'Open' }).click({ timeout: 2_000 }),
    );
    const preview = page.locator('iframe.webview.ready').last().contentFrame().frameLocator('#active-frame');
    await preview.getByRole('heading', { name: 'WRONG: 1 log was modified' }).waitFor();
    await screenshot(workbench(), '39-markdown');
  });

  it('validates one day from the trails, and keeps its run beside the first', async () => {
    await runCommand(workbench(), 'View: Close All Editors');
    await clearNotifications(workbench());
    await collapseAll(workbench());
    await expandPath(workbench(), ['Demo case', '111122223333', 'us-east-1', '2026-01']);
    await chooseFromMenu(workbench(), /^Day 2026-01-13/, 'Validate Integrity…');
    await notification(workbench(), /2026-01-13: Proven\. Every log and digest/).waitFor();
    await panelItem(workbench(), /^Proven, Demo case · 2026-01-13 00:00 – 23:59 UTC/).waitFor();
    await screenshot(workbench(), '40-proven');
    await runCommand(workbench(), 'Trailcase: Choose Validation Run');
    await pickRow(workbench(), /Proven: 2026-01-13 00:00 – 23:59 UTC/).waitFor();
    await screenshot(workbench(), '41-runs');
    await pickRow(workbench(), /Wrong: 2026-01-13/).click();
    await panelItem(workbench(), /^1 log was modified/).waitFor();
  });

  it('copies a finding, and forgets a run', async () => {
    await clearNotifications(workbench());
    const copy = panelItem(workbench(), /^1 log was modified/).getByRole('button', { name: 'Copy Finding' });
    await actUntil(statusItem(workbench(), /copied/i), async () => {
      await panelItem(workbench(), /^1 log was modified/).hover({ timeout: 2_000 });
      await copy.click({ timeout: 2_000 });
    });
    await runCommand(workbench(), 'Trailcase: Delete Validation Run');
    await answerDialog(workbench(), 'Delete the validation of Demo case, 2026-01-13 00:07', 'Delete');
    await panelItem(workbench(), /^Proven, Demo case · 2026-01-13 00:00/).waitFor();
  });
});

describe('validating a bucket', () => {
  // Before the workbench's own, which closes it.
  after(async () => {
    await changeSettings(workbench(), { [setting]: sources });
    await s3.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const workbench = useWorkbench();
  const trail = newSignedTrail({
    bucket: 'signed-logs',
    regions: [keylessRegion],
    homeRegion: keylessRegion,
    hours: 24,
    logsPerHour: 3,
  });
  let sources: readonly { readonly name: string }[];
  let s3: S3TestServer;
  let folder: string;
  let keyFile: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(tmpdir(), 'tc-keys-'));
    keyFile = path.join(folder, 'keys.json');
    const key = toListedKey(newSigningKey(), trail.start, trail.end);
    fs.writeFileSync(keyFile, JSON.stringify({ PublicKeyList: [key] }));
    s3 = await startS3Server();
    putInServer(s3, trail.objects);
    const { settingsFile } = workbench().run;
    const settings = JSON.parse(fs.readFileSync(settingsFile, 'utf8')) as Record<string, typeof sources>; // run.mjs wrote it
    sources = settings[setting] ?? [];
    const signed = { name: 'Signed logs', uri: 's3://signed-logs', endpoint: s3.url, pathStyle: true };
    await changeSettings(workbench(), { [setting]: [...sources, signed] });
    await openContainer(workbench(), 'Trailcase');
  });

  async function validateDay(): Promise<void> {
    await pick(workbench(), 'Other days…');
    await answer(workbench(), '2026-01-15');
    await pick(workbench(), 'All accounts and regions');
  }

  it('asks AWS for the public keys, and proves a region’s day', async () => {
    await expandPath(workbench(), ['Archive', '111122223333', 'eu-west-1', '2026-01']);
    await chooseFromMenu(workbench(), /^Day 2026-01-14/, 'Validate Integrity…');
    await panelItem(workbench(), /^Proven, Archive · 2026-01-14 00:00 – 23:59 UTC/).waitFor();
    await panelItem(workbench(), /^1 public key, from AWS/).waitFor();
    const part = treeItem(workbench(), /^Region eu-west-1, .*V…: Valid, as far as it was validated/);
    await part.waitFor();
    await waitUntil(async () => (await badgeOf(part)) === 'V…', 'the region has a badge');
    assert.equal(await badgeOf(treeItem(workbench(), /^Day 2026-01-14/)), 'V');
    await screenshot(workbench(), '42-bucket');
  });

  it('says that the public keys are denied, and takes a file of them', async () => {
    await clearNotifications(workbench());
    await chooseFromMenu(workbench(), /^Source, Signed logs/, 'Validate Integrity…');
    await validateDay();
    await panelItem(workbench(), /^Not proven, Signed logs/).waitFor();
    const toast = notification(workbench(), /Signed logs.*: Not proven\. .*public keys could not be had/);
    await toast.waitFor();
    await expandPanelItem(workbench(), /what was asked for could not be validated/);
    await panelItem(workbench(), /cloudtrail:ListPublicKeys/).waitFor();
    await screenshot(workbench(), '43-no-keys');
    await toast.getByRole('button', { name: 'Choose Public Keys File…' }).click();
    const taken = notification(workbench(), 'Digests of Signed logs are verified with');
    await chooseFile(workbench(), keyFile, taken);
    await screenshot(workbench(), '44-keys');
    s3.addFault({ operation: 'GetObject', path: /\/CloudTrail\/.*json\.gz$/, effect: { kind: 'hang' } });
    await taken.getByRole('button', { name: 'Validate Integrity…' }).click();
    await validateDay();
  });

  it('tells how far it is, stops when it is told to, and goes on', async () => {
    const running = notification(workbench(), /Validating Signed logs.*\d+ of 96 objects/);
    await running.waitFor();
    await statusItem(workbench(), /Validating [1-9]\d?%/).waitFor();
    await screenshot(workbench(), '45-progress');
    await running.getByRole('button', { name: 'Cancel' }).click();
    const stopped = notification(workbench(), /Not proven\..*The run did not reach its end\./);
    await stopped.waitFor();
    await panelItem(workbench(), /^Not proven, Signed logs · .* · incomplete/).waitFor();
    await screenshot(workbench(), '46-stopped');
    const before = s3.count('GetObject');
    await stopped.getByRole('button', { name: 'Go On' }).click();
    await panelItem(workbench(), /^Proven, Signed logs/).waitFor();
    // The digests, and few logs.
    assert.ok(s3.count('GetObject') - before <= 24 + 36, `${s3.count('GetObject') - before} objects were read again`);
    const source = treeItem(workbench(), /^Source, Signed logs/);
    await waitUntil(async () => (await badgeOf(source)) === 'V…', 'the source has a badge');
    assert.equal(await badgeOf(treeItem(workbench(), /^Day 2026-01-14/)), 'V');
    await screenshot(workbench(), '47-gone-on');
  });
});
