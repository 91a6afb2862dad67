import assert from 'node:assert/strict';
import { findDigestFacts } from '../../../src/server/documentFacts';
import { findDigest } from '../../../src/server/features/shownDigest';
import type { ServerState } from '../../../src/server/serverState';
import { readText, toShownLog } from '../../support/logFixture';
import { newSignedTrail, type SignedDigest } from '../../support/signedTrail/signedTrail';

const [digest] = newSignedTrail({ hours: 1, logsPerHour: 1 }).digests as readonly [SignedDigest];

/** What is known of the logs of a digest that was opened by itself, in a folder that is no source. */
async function findLogUri(key: string): Promise<string | undefined> {
  const shown = findDigest(toShownLog(readText(digest.text)));
  assert.ok(shown !== undefined);
  const reject = (error: unknown): void => assert.fail(String(error));
  // Of a file that no source holds, nothing else is asked.
  const state = { sources: { list: () => [] }, log: { error: reject } } as unknown as ServerState;
  const uri = `cloudtrail://file/evidence/${digest.key}`;
  const { isInSource, findLog } = await findDigestFacts(state, uri, shown, new AbortController().signal);
  assert.equal(isInSource, false);
  return findLog({ bucket: digest.content.digestS3Bucket, key }).documentUri;
}

describe('a digest file that no source holds', () => {
  it('finds the logs beside it', async () => {
    const key = digest.logs[0]?.key ?? '';
    assert.equal(await findLogUri(key), `cloudtrail://file/evidence/${key}`);
  });

  for (const key of ['../.ssh/id_rsa', 'AWSLogs/../../../etc/passwd', 'AWSLogs\\..\\..\\secret', 'AWSLogs/..']) {
    it(`leads to nothing else on the disk: ${key}`, async () => {
      assert.equal(await findLogUri(key), undefined);
    });
  }

  it('takes dots in a name for what they are', async () => {
    assert.match((await findLogUri('AWSLogs/a..b.json.gz')) ?? '', /a\.\.b\.json\.gz$/);
  });
});
