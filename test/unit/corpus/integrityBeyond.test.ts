import assert from 'node:assert/strict';
import { findAwsCliToCompare, runAwsCli } from '../../support/integrityCases/awsCli';
import { toCase } from '../../support/integrityCases/builtCases';
import { toOutcome } from '../../support/integrityCases/caseOutcome';
import { toPlace } from '../../support/integrityCases/casePlace';
import { withCaseServer } from '../../support/integrityCases/caseServer';
import { openCaseValidator, type CaseValidator, type ValidatedPlace } from '../../support/integrityCases/validator';
import { beyondCases, type BeyondCase } from './integrityBeyond';
import { limitCases } from './integrityLimits';

const awsCli = findAwsCliToCompare();
const cases = [...beyondCases, ...limitCases];

describe('what the AWS CLI does not check', function () {
  this.timeout(60_000);
  let validator: CaseValidator;

  before(async () => {
    validator = await openCaseValidator();
  });
  after(() => validator.dispose());

  for (const beyond of cases) {
    it(`§6.${beyond.item}: ${beyond.name}`, async () => {
      const built = toCase(beyond.name, beyond.plan);
      const place = toScopedPlace(beyond, toPlace(built));
      const result = await withCaseServer(built, () => validator.validate(place), 2);
      const { exitCode, valid, others, hours } = beyond.expected;
      assert.deepEqual(toOutcome(result), { exitCode, valid, others, hours });
    });
  }

  (awsCli === undefined ? describe.skip : describe)('as it says itself', () => {
    for (const { item, name, plan, awsCliExitCode } of cases) {
      if (awsCliExitCode === undefined) continue;
      it(`§6.${item}: ${name}: exit code ${awsCliExitCode}`, async () => {
        const built = toCase(name, plan);
        const run = await withCaseServer(built, ({ url }) => runAwsCli(built, url), 2);
        assert.equal(run.exitCode, awsCliExitCode, run.interleaved);
      });
    }
  });
});

function toScopedPlace({ isWholeBucket }: BeyondCase, place: ValidatedPlace): ValidatedPlace {
  if (isWholeBucket !== true) return place;
  const { from, to } = place.scope ?? {};
  return { ...place, scope: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } };
}
