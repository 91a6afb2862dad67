import { createHash } from 'node:crypto';
import type { EpochMs } from '../base/time';
import { base32 } from './prng';

/** The invented organization in which the demo case happens. Every name, id and address is fictional. */
export const organizationId = 'o-exampleorg1';
export const trailBucket = 'example-org-cloudtrail-logs';
export const trailName = 'org-trail';
export const homeRegion = 'us-east-1';
export const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
export type Region = (typeof regions)[number];

export const workloadAccount = '111122223333';
export const managementAccount = '444455556666';
export const monitoringVendorAccount = '777788889999';
export const attackerAccount = '999900001111';
/** The accounts of the organization: only these deliver logs. */
export const accounts = [workloadAccount, managementAccount] as const;

export const trailArn = `arn:aws:cloudtrail:${homeRegion}:${managementAccount}:trail/${trailName}`;
export const exportBucket = 'example-customer-exports';
export const artifactBucket = 'example-build-artifacts';
export const appBucket = 'example-shop-uploads';
export const dropBucket = 'nw-archive-7731';

export const officeAddress = '192.0.2.41';
export const buildHostAddress = '198.51.100.24';
export const intruderAddress = '203.0.113.77';
export const secondIntruderAddress = '203.0.113.140';
export const intruderIpv6Address = '2001:db8:77::19';
export const vendorAddress = '198.51.100.180';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const caseStart = utc('2026-01-13T00:00:00Z');
export const caseEnd = utc('2026-01-16T00:00:00Z');
/** Between these two nothing was logged. */
export const loggingStopped = utc('2026-01-15T02:58:41Z');
export const loggingRestarted = utc('2026-01-15T08:43:07Z');

export function utc(text: string): EpochMs {
  return Date.parse(text);
}

/** `2026-01-15T14:05:09Z`, the way CloudTrail writes times. */
export function toIsoSeconds(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/**
 * A lasting id in the form of IAM: four letters that say the kind, then base32 made from the name.
 * Access keys have 20 characters, users (AIDA) and roles (AROA) 21.
 */
export function toUniqueId(kind: 'AKIA' | 'AIDA' | 'AROA', name: string): string {
  const digest = createHash('sha256').update(`${kind} ${name}`).digest();
  const length = kind === 'AKIA' ? 16 : 17;
  return kind + Array.from(digest.subarray(0, length), (byte) => base32.charAt(byte & 31)).join('');
}

export interface Role {
  readonly account: string;
  readonly name: string;
  /** `/` or `/path/`. */
  readonly path: string;
  readonly uniqueId: string;
}

export function newRole(account: string, name: string, path = '/'): Role {
  return { account, name, path, uniqueId: toUniqueId('AROA', `${account} ${name}`) };
}

export function toRoleArn(role: Role): string {
  return `arn:aws:iam::${role.account}:role${role.path}${role.name}`;
}

export const leakedKeyId = toUniqueId('AKIA', 'deploy-bot');
export const backdoorUserName = 'svc-metrics';
export const backdoorKeyId = toUniqueId('AKIA', backdoorUserName);
export const breakGlassUserName = 'break-glass';
export const breakGlassKeyId = toUniqueId('AKIA', 'break-glass second key');
export const releaseRole = newRole(managementAccount, 'release-automation');
export const auditRole = newRole(managementAccount, 'audit-readonly');
