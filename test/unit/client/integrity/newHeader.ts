import { objectStatuses, type StatusCounts, type ValidationHeader } from '../../../../src/engine/digest/validation';
import type { SourceRoot } from '../../../../src/protocol/requests';
import type { ValidationFinding, ValidationObjectRow } from '../../../../src/protocol/validationRequests';

export const newRoot = (sourceId: string, more: Partial<SourceRoot> = {}): SourceRoot => ({
  sourceId,
  label: sourceId.toUpperCase(),
  location: 's3://b',
  isLocal: false,
  prefix: '',
  config: { uri: 's3://b' },
  ...more,
});

export function newCounts(counts: Partial<StatusCounts> = {}): StatusCounts {
  const none = Object.fromEntries(objectStatuses.map((status) => [status, 0]));
  return { ...none, ...counts } as StatusCounts; // every status stands in the first
}

export const newHeader = (more: Partial<ValidationHeader> = {}): ValidationHeader => ({
  version: 1,
  runId: 'r1',
  location: 's3://b',
  scope: { prefix: '' },
  window: { from: Date.UTC(2026, 0, 13), to: Date.UTC(2026, 0, 16) - 1 },
  verdict: 'proven',
  exitCode: 0,
  isComplete: true,
  startedTime: Date.UTC(2026, 10, 22, 10),
  endedTime: Date.UTC(2026, 10, 22, 10, 1),
  generator: 'trailcase 0.1.0',
  summary: {
    log: newCounts({ valid: 309, modified: 1 }),
    digest: newCounts({ valid: 72 }),
    backfillDigest: newCounts(),
    hours: { covered: 64, quiet: 3, gap: 5, unproven: 0 },
    remembered: 0,
    storedBytes: 1,
  },
  chains: [],
  keys: [],
  problems: [],
  ...more,
});

export const newFinding = (id: string, more: Partial<ValidationFinding> = {}): ValidationFinding => ({
  id,
  weight: 'wrong',
  title: `Title of ${id}`,
  meaning: 'What it means.',
  explanations: ['A lifecycle rule.', 'Tampering.'],
  nextStep: 'Look into the access logs.',
  count: 1,
  isHours: false,
  ...more,
});

export const newObject = (more: Partial<ValidationObjectRow> = {}): ValidationObjectRow => ({
  kind: 'log',
  status: 'modified',
  reason: "hash value doesn't match",
  key: 'AWSLogs/1/CloudTrail/r/2026/01/14/log.json.gz',
  account: '111122223333',
  region: 'us-east-1',
  uri: 's3://b/AWSLogs/1/CloudTrail/r/2026/01/14/log.json.gz',
  from: Date.UTC(2026, 0, 14, 21, 40),
  ...more,
});
