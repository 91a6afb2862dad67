import type { EpochMs } from '../base/time';
import {
  accounts,
  caseEnd,
  caseStart,
  day,
  hour,
  managementAccount,
  minute,
  regions,
  workloadAccount,
} from './demoWorld';
import { newMaintenance } from './maintenance';
import { newEngineerHour, newMfaSignIn, newPartnerExport, newPortalVisit, newRootCheck } from './people';
import type { Engineer } from './signIn';
import { newRandom, type Random } from './prng';
import type { PendingRecord } from './recordBuilder';
import { newAppServerHour, newLambdaRun } from './shopServices';
import { newBuild, newDeployment } from './builds';
import { newConfigSweep, newKeyRotation, newTrailBucketCheck } from './awsServices';
import { newVendorRound } from './monitoringVendor';

/** Three ordinary days: machines by the clock, people by daylight. */
export function* newBackgroundTraffic(): Generator<PendingRecord> {
  for (let dayStart = caseStart; dayStart < caseEnd; dayStart += day) {
    const random = newRandom(`background ${dayStart}`);
    for (let hourOfDay = 0; hourOfDay < 24; hourOfDay++) {
      yield* newMachineHour(random, dayStart + hourOfDay * hour, hourOfDay);
      yield* newPeopleHour(random, dayStart + hourOfDay * hour, hourOfDay);
    }
  }
  const random = newRandom('background, once');
  yield* newRootCheck(random);
  yield* newPortalVisit(random);
  yield newKeyRotation(random);
  yield* newMaintenance(newRandom('maintenance'));
}

function* newMachineHour(random: Random, start: EpochMs, hourOfDay: number): Generator<PendingRecord> {
  yield* newAppServerHour(random, start + 3 * minute, 'us-east-1');
  yield* newAppServerHour(random, start + 27 * minute, 'eu-west-1');
  yield* newLambdaRun(random, start + 15 * minute + 2000, 'eu-west-1');
  if (hourOfDay % 2 === 0) yield* newLambdaRun(random, start + 45 * minute + 1000, 'us-east-1');
  if (hourOfDay % 2 === 1) yield* newTrailBucketCheck(random, start + 20 * minute);
  // Each account is asked every other hour, the two in turn.
  const vendorAccount = hourOfDay % 2 === 0 ? workloadAccount : managementAccount;
  yield* newVendorRound(random, start + 31 * minute, vendorAccount);
  for (const [laneIndex, lane] of lanes.entries()) {
    if ((hourOfDay + laneIndex) % 3 !== 0) continue;
    yield* newConfigSweep(random, start + (36 + laneIndex) * minute, lane.account, lane.region);
  }
}

const lanes = accounts.flatMap((account) => regions.map((region) => ({ account, region })));
const engineers: readonly Engineer[] = ['mira.osei', 'jonas.beck', 'tamsin.ruiz', 'lena.park'];

/** How busy people are, hour by hour, in UTC. */
const sessionsByHour = [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 2, 1, 2, 3, 3, 2, 1, 1, 0, 0, 1, 0, 0];

function* newPeopleHour(random: Random, start: EpochMs, hourOfDay: number): Generator<PendingRecord> {
  const sessions = sessionsByHour[hourOfDay] ?? 0;
  for (let n = 0; n < sessions; n++) {
    yield* newEngineerHour(random, start + random.whole(1, 45) * minute, random.pick(engineers));
    if (random.chance(0.7)) yield* newBuild(random, start + random.whole(1, 52) * minute);
  }
  if (hourOfDay === 9 || hourOfDay === 16) yield* newMfaSignIn(random, start + random.whole(5, 20) * minute);
  if (hourOfDay === 10 || hourOfDay === 14 || hourOfDay === 17) {
    yield* newDeployment(random, start + random.whole(4, 40) * minute);
  }
  if (hourOfDay === 6 || hourOfDay === 18) yield* newPartnerExport(random, start + 8 * minute);
}
