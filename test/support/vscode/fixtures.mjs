import path from 'node:path';
import { createDemoCase, toSourceSettings } from '../../../scripts/demoCase.mjs';
import { createTemporaryFolder } from '../../../scripts/temporaryFolder.mjs';
import { archiveBucket, startArchive, toArchiveEnvironment } from './archive.ts';

/**
 * What the tests in VS Code find when they begin: a demo case on disk, opened as the workspace folder and configured
 * as the source `Demo case`, and the same case in a bucket, configured as `Archive`.
 */
export async function startFixtures(lifetime) {
  const folder = path.join(createTemporaryFolder(lifetime, 'tc-demo-'), 'demo-case');
  await createDemoCase(lifetime, folder);
  const archive = await startArchive();
  lifetime.add({ end: () => archive.close(), endNow: () => undefined });
  const local = toSourceSettings('Demo case', folder)['trailcase.sources'];
  const bucket = { name: 'Archive', uri: `s3://${archiveBucket}`, endpoint: archive.url, pathStyle: true };
  return {
    folder,
    settings: { 'trailcase.sources': [...local, bucket] },
    env: { TRAILCASE_TEST_FOLDER: folder, ...toArchiveEnvironment(archive) },
  };
}
