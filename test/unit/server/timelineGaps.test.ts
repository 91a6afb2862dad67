import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatKeyFile } from '../../../src/engine/digest/keyFile';
import type { TimelineGap } from '../../../src/engine/timeline/timeline';
import { planScanRequest, runScanRequest } from '../../../src/protocol/searchRequests';
import { openTimelineRequest } from '../../../src/protocol/timelineRequests';
import { validateRequest } from '../../../src/protocol/validationRequests';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { newSignedTrail } from '../../support/signedTrail/signedTrail';
import { writeToFolder } from '../../support/signedTrail/trailPlaces';
import { BuiltServer } from './builtServer';

/** The third of four hours has no logs, and its digest says so. */
describe('gaps of a timeline, with what was validated', function () {
  this.timeout(120_000);
  let programs: BuiltPrograms;
  let folder: string;
  let server: BuiltServer;
  let sourceId: string;
  const trail = newSignedTrail({ hours: 4, logsPerHour: ({ index }) => (index === 2 ? 0 : 2), prefix: 'trails' });

  before(async () => {
    programs = await buildPrograms('server', 'scanWorker', 'checkWorker');
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-gaps-'));
    await writeFile(path.join(folder, 'keys.json'), formatKeyFile(trail.publicKeys));
    await writeToFolder(path.join(folder, 'copy'), trail.objects);
    server = await BuiltServer.start(programs.folder, path.join(folder, 'state'));
    const [id = ''] = await server.setSources({
      uri: path.join(folder, 'copy'),
      publicKeys: path.join(folder, 'keys.json'),
    });
    sourceId = id;
    const { planId } = await server.ask(planScanRequest, { scope: { sourceId }, progressId: 'p' });
    await server.ask(runScanRequest, { planId, progressId: 'p' });
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    await programs.remove();
  });

  async function listGaps(kind: TimelineGap['kind']): Promise<readonly TimelineGap[]> {
    const digests = trail.digests.map(({ start, end }) => ({ start, end }));
    const scope = { sourceId, from: digests[0]?.start ?? 0, to: digests.at(-1)?.end ?? 0 };
    const subject = { kind: 'query', text: '' } as const;
    const { gaps, summary } = await server.ask(openTimelineRequest, { scope, subject, progressId: 't' });
    assert.ok(summary.count > 0);
    return gaps.filter((gap) => gap.kind === kind);
  }

  it('are silence that nothing proves, until the digests do', async () => {
    assert.deepEqual(await listGaps('provenQuiet'), []);
    const header = await server.ask(validateRequest, { scope: { sourceId }, isResuming: true, progressId: 'v' });
    assert.equal(header.verdict, 'proven', JSON.stringify(header.problems));
    const quiet = trail.digests[2];
    const found = await listGaps('provenQuiet');
    assert.deepEqual(
      found.map(({ from, to, accounts, regions }) => ({ from, to, accounts, regions })),
      [{ from: quiet?.start, to: quiet?.end, accounts: [], regions: [] }],
    );
    assert.deepEqual(await listGaps('unproven'), []);
  });
});
