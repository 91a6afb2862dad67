import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatKeyFile } from '../../../src/engine/digest/keyFile';
import type { StoredRun } from '../../../src/validation/validationStore';
import { newSigningKey, toPublicKey } from '../../support/signedTrail/signingKey';
import { newSignedTrail, type SignedTrail } from '../../support/signedTrail/signedTrail';
import { putInServer } from '../../support/signedTrail/trailPlaces';
import { countObjects, ValidationFixture } from './validationFixture';

describe('a file of public keys that do not say their region', function () {
  this.timeout(60_000);
  let fixture: ValidationFixture;
  let two: SignedTrail;
  before(async () => {
    fixture = await ValidationFixture.start();
  });
  after(() => fixture.dispose());
  beforeEach(async () => {
    await fixture.renew();
    fixture.server.createBucket('trail-logs', 'eu-west-1');
    const keyOf = ({ region }: { readonly region: string }) => newSigningKey(region);
    two = newSignedTrail({ hours: 3, logsPerHour: 1, regions: ['eu-west-1', 'us-east-1'], keyOf });
    putInServer(fixture.server, two.objects);
  });

  async function validate(name: string, regions?: readonly string[]): Promise<StoredRun> {
    const keyFile = path.join(fixture.stateFolder, 'keys.json');
    await writeFile(keyFile, formatKeyFile([toPublicKey(newSigningKey(name))]));
    return fixture.validate(two, {
      keyFile,
      scope: { from: two.start, ...(regions === undefined ? {} : { regions }) },
    });
  }

  it('is that of the regions where it proves something, and says nothing of others', async () => {
    const run = await validate('us-east-1');
    assert.deepEqual(await countObjects(run), {
      'digest valid': 3,
      'log valid': 3,
      'digest unreachable keysUnavailable': 3,
      'log uncovered digestUnreachable': 3,
    });
    assert.equal(run.header.verdict, 'unproven');
    assert.deepEqual(
      run.header.problems.map(({ code, message }) => [code, message]),
      [
        [
          'keysUnavailable',
          'Among the public keys that were given there are none known to be those of eu-west-1 at this time.',
        ],
      ],
    );
  });

  it('is taken for that of the region where the run has no other', async () => {
    const run = await validate('us-east-1', ['eu-west-1']);
    assert.deepEqual(await countObjects(run), {
      'digest invalid unknownKey': 3,
      'log uncovered digestInvalid': 3,
    });
    assert.equal(run.header.verdict, 'wrong');
  });
});
