import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ValidatedHour, ValidatedObject } from '../../../src/engine/digest/validation';
import { WorkerPool } from '../../../src/scan/workerPool';
import { openSource, type OpenedSource } from '../../../src/source/openSource';
import { lazySessions } from '../../../src/source/s3/lazyS3Source';
import { PublicKeyLoader } from '../../../src/validation/publicKeyLoader';
import type { ValidationOptions, ValidationRunProgress } from '../../../src/validation/validationOptions';
import { runValidation } from '../../../src/validation/validationRun';
import type { StoredRun } from '../../../src/validation/validationStore';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { testLimits } from '../../support/logFixture';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../support/s3Server/awsEnvironment';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';
import type { SignedTrail } from '../../support/signedTrail/signedTrail';
import { toListedKey, type SigningKey } from '../../support/signedTrail/signingKey';

const hourMs = 3_600_000;

/** What a test may want to be otherwise. */
export interface RunChange extends Partial<Omit<ValidationOptions, 'scope'>> {
  readonly uri?: string;
  readonly scope?: Partial<ValidationOptions['scope']>;
  readonly keyFile?: string;
  readonly onProgress?: (progress: ValidationRunProgress) => void;
  readonly signal?: AbortSignal;
  /** For another pool than the fixture's. */
  readonly pool?: WorkerPool;
}

/** A server, worker threads, a state folder: what a run needs. */
export class ValidationFixture {
  readonly warnings: string[] = [];
  private readonly opened: OpenedSource[] = [];

  private constructor(
    readonly server: S3TestServer,
    readonly programs: BuiltPrograms,
    readonly pool: WorkerPool,
    private readonly environment: AwsEnvironment,
    /** Of the state: a new one for every test. */
    public stateFolder: string,
  ) {}

  static async start(): Promise<ValidationFixture> {
    const programs = await buildPrograms('checkWorker');
    const server = await startS3Server();
    const environment = await isolateAwsEnvironment({
      variables: {
        AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
        AWS_ENDPOINT_URL: server.url,
        AWS_MAX_ATTEMPTS: '2',
      },
    });
    const pool = new WorkerPool({ workerPath: path.join(programs.folder, 'checkWorker.js'), size: 2 });
    return new ValidationFixture(server, programs, pool, environment, '');
  }

  /** Empty state, no faults, no requests. */
  async renew(): Promise<void> {
    if (this.stateFolder !== '') await rm(this.stateFolder, { recursive: true, force: true });
    this.stateFolder = await mkdtemp(path.join(tmpdir(), 'trailcase-state-'));
    this.server.reset();
    this.server.publicKeys.clear();
    this.warnings.length = 0;
  }

  async dispose(): Promise<void> {
    for (const opened of this.opened) opened.dispose();
    this.pool.dispose();
    await this.server.close();
    await this.environment.restore();
    await this.programs.remove();
    await rm(this.stateFolder, { recursive: true, force: true });
  }

  /** AWS lists the keys of a trail in its regions. */
  listKeys(trail: SignedTrail, keys: readonly SigningKey[] = trail.digests.map(({ signingKey }) => signingKey)): void {
    const entries = [...new Set(keys)].map((key) => toListedKey(key, trail.start - hourMs, trail.end + hourMs));
    for (const { at } of trail.digests) this.server.publicKeys.set(at.region, entries);
  }

  open(uri: string): OpenedSource {
    const sessions = lazySessions({
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      askMfaCode: () => Promise.resolve(undefined),
      onRetry: () => undefined,
    });
    const opened = openSource({ uri, pathStyle: true }, sessions);
    this.opened.push(opened);
    return opened;
  }

  get storeFolder(): string {
    return path.join(this.stateFolder, 'validations', 'place');
  }

  validate(trail: Pick<SignedTrail, 'end'>, change: RunChange = {}): Promise<StoredRun> {
    const { uri = 's3://trail-logs/', scope, keyFile, onProgress = () => undefined, signal, pool, ...options } = change;
    const source = this.open(uri);
    const keys = new PublicKeyLoader({
      cacheFile: path.join(this.stateFolder, 'public-keys.json'),
      log: { warn: (message) => this.warnings.push(message) },
      ...(source.publicKeys === undefined ? {} : { source: source.publicKeys }),
      ...(keyFile === undefined ? {} : { keyFile }),
    });
    return runValidation(
      {
        source,
        pool: pool ?? this.pool,
        keys,
        storeFolder: this.storeFolder,
        generator: 'trailcase test',
        log: { warn: (message) => this.warnings.push(message) },
      },
      {
        scope: { prefix: source.prefix, ...scope },
        now: trail.end,
        isResuming: true,
        limits: testLimits,
        maxDownloads: 16,
        ...options,
      },
      onProgress,
      signal ?? new AbortController().signal,
    );
  }
}

export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** `log valid` → 3, `digest missing notFound` → 1 … */
export async function countObjects(run: StoredRun): Promise<Record<string, number>> {
  return count(await collect(run.objects()), ({ kind, status, code }) => [kind, status, code ?? ''].join(' ').trim());
}

export async function countHours(run: StoredRun): Promise<Record<string, number>> {
  return count(await collect(run.hours()), ({ status, code }) => [status, code ?? ''].join(' ').trim());
}

function count<T extends ValidatedObject | ValidatedHour>(
  items: readonly T[],
  toName: (item: T) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[toName(item)] = (counts[toName(item)] ?? 0) + 1;
  return counts;
}
