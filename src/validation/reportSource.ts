import type { ReportSource } from '../engine/digest/report/reportSource';
import { toObjectUri } from './objectUri';
import type { StoredRun } from './validationStore';

/** A kept run as reports and findings read it. `toUri`: of a key in the source. */
export function toReportSource(run: StoredRun, toUri: (key: string) => string): ReportSource {
  return {
    header: run.header,
    objects: () => run.objects(),
    exceptions: () => run.exceptions(),
    hours: () => run.hours(),
    toUri: (object) => toObjectUri(object, toUri),
  };
}
