import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from '../../../src/base/log';
import type { ValidatedHour, ValidatedObject, ValidationHeader } from '../../../src/engine/digest/validation';
import { toCliText } from '../../../src/engine/digest/report/cliText';
import { WorkerPool } from '../../../src/scan/workerPool';
import { lazySessions } from '../../../src/source/s3/lazyS3Source';
import { openSource, type OpenedSource } from '../../../src/source/openSource';
import { toObjectUri } from '../../../src/validation/objectUri';
import { PublicKeyLoader, type PublicKeyOptions } from '../../../src/validation/publicKeyLoader';
import type { ValidationOptions } from '../../../src/validation/validationOptions';
import { runValidation } from '../../../src/validation/validationRun';
import type { StoredRun } from '../../../src/validation/validationStore';
import { buildPrograms } from '../builtPrograms';

/** What a run came to, whole. */
export interface CaseResult {
  readonly header: ValidationHeader;
  readonly objects: readonly ValidatedObject[];
  readonly hours: readonly ValidatedHour[];
  /** What `trailcase validate --verbose` prints on both streams. */
  readonly text: string;
}

export interface ValidatedPlace {
  /** Buckets are those of the server that AWS_ENDPOINT_URL names. */
  readonly uri: string;
  readonly scope?: Partial<ValidationOptions['scope']>;
  readonly now?: number;
  readonly copyOf?: ValidationOptions['copyOf'];
  readonly keyFile?: string;
  readonly limits?: ValidationOptions['limits'];
}

/** Runs validations with real worker threads, each in a state folder of its own. */
export interface CaseValidator {
  validate(place: ValidatedPlace): Promise<CaseResult>;
  dispose(): Promise<void>;
}

const noon = Date.UTC(2026, 1, 2, 12);
const defaultLimits = { maxLogBytes: 64 * 1024 * 1024, maxGzipRatio: 1100 };

export async function openCaseValidator(): Promise<CaseValidator> {
  const programs = await buildPrograms('checkWorker');
  const pool = new WorkerPool({ workerPath: path.join(programs.folder, 'checkWorker.js'), size: 2 });
  return {
    validate: (place) => validatePlace(pool, place),
    dispose: async () => {
      pool.dispose();
      await programs.remove();
    },
  };
}

async function validatePlace(pool: WorkerPool, place: ValidatedPlace): Promise<CaseResult> {
  const { uri, scope = {}, now = noon, copyOf, limits = defaultLimits } = place;
  const services = { log: silentLog, askMfaCode: () => Promise.resolve(undefined), onRetry: () => undefined };
  const sessions = lazySessions(services);
  const opened = openSource({ uri, pathStyle: true }, sessions);
  const state = await mkdtemp(path.join(tmpdir(), 'trailcase-case-'));
  try {
    const run = await runValidation(
      {
        source: opened,
        pool,
        keys: new PublicKeyLoader(toKeyOptions(opened, state, place.keyFile)),
        storeFolder: path.join(state, 'store'),
        generator: 'trailcase test',
        log: silentLog,
      },
      {
        scope: { prefix: opened.prefix, ...scope },
        now,
        ...(copyOf === undefined ? {} : { copyOf }),
        isResuming: true,
        limits,
        maxDownloads: 16,
      },
      () => undefined,
      new AbortController().signal,
    );
    return await toResult(run, opened);
  } finally {
    opened.dispose();
    await rm(state, { recursive: true, force: true });
  }
}

function toKeyOptions(opened: OpenedSource, state: string, keyFile: string | undefined): PublicKeyOptions {
  return {
    cacheFile: path.join(state, 'public-keys.json'),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(opened.publicKeys === undefined ? {} : { source: opened.publicKeys }),
    log: silentLog,
  };
}

async function toResult(run: StoredRun, opened: OpenedSource): Promise<CaseResult> {
  const source = {
    header: run.header,
    objects: () => run.objects(),
    exceptions: () => run.exceptions(),
    hours: () => run.hours(),
    toUri: (object: ValidatedObject) => toObjectUri(object, (key) => opened.source.toUri(key)),
  };
  let text = '';
  for await (const part of toCliText(source, { isVerbose: true }, new AbortController().signal)) text += part.text;
  return { header: run.header, objects: await gather(run.objects()), hours: await gather(run.hours()), text };
}

async function gather<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
