import { toUtcText } from '../../base/time';
import type { DiscoveredTrail } from '../../engine/ports';
import type { SourceConfig } from '../../protocol/sourceConfig';
import { toS3Location } from './inputText';

/** `us-east-1 · multi-region · organization · validation on` */
export function toTrailFacts(trail: DiscoveredTrail): string {
  return [
    trail.homeRegion,
    trail.isMultiRegion ? 'multi-region' : 'single region',
    ...(trail.isOrganization ? ['organization'] : []),
    `log file validation ${trail.hasLogFileValidation ? 'on' : 'OFF'}`,
  ].join(' · ');
}

/** `logging · last delivery 2026-01-15 14:05:09 UTC` */
export function toTrailStatus(trail: DiscoveredTrail): string {
  const { isLogging, latestDeliveryTime, latestDeliveryError, statusProblem } = trail;
  return [
    isLogging === undefined ? toUnknownStatus(statusProblem) : isLogging ? 'logging' : 'STOPPED',
    ...(latestDeliveryTime === undefined ? [] : [`last delivery ${toUtcText(latestDeliveryTime)}`]),
    ...(latestDeliveryError === undefined || latestDeliveryError === ''
      ? []
      : [`delivery fails: ${latestDeliveryError}`]),
  ].join(' · ');
}

export function toTrailSource(trail: DiscoveredTrail, profile: string | undefined): SourceConfig {
  return { name: trail.name, uri: toTrailUri(trail), ...(profile === undefined ? {} : { profile }) };
}

function toUnknownStatus(problem: string | undefined): string {
  if (problem === undefined) return 'status unknown';
  // The whole sentence names the trail, which stands above, and whoever asked, which the title says.
  return problem.includes('cloudtrail:GetTrailStatus is denied')
    ? 'status unknown (GetTrailStatus denied)'
    : `status unknown: ${problem}`;
}

export function toTrailUri(trail: DiscoveredTrail): string {
  return toS3Location(trail);
}
