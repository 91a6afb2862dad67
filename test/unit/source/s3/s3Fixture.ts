import assert from 'node:assert/strict';
import { isAbort, UserError, type UserErrorCode } from '../../../../src/base/errors';
import type { AwsServices, RetryNotice } from '../../../../src/source/s3/awsServices';
import { AwsSessions } from '../../../../src/source/s3/awsSession';
import { BulkReader } from '../../../../src/source/s3/bulkReader';
import { createS3Source, type S3Source, type S3SourceOptions } from '../../../../src/source/s3/s3Source';
import {
  isolateAwsEnvironment,
  type AwsEnvironment,
  type AwsEnvironmentOptions,
} from '../../../support/s3Server/awsEnvironment';
import {
  defaultCredential,
  startS3Server,
  type S3ServerOptions,
  type S3TestServer,
} from '../../../support/s3Server/s3Server';

/** A server, an environment that points at it, and everything the adapters told meanwhile. */
export interface S3Fixture {
  readonly server: S3TestServer;
  readonly environment: AwsEnvironment;
  readonly services: AwsServices;
  readonly sessions: AwsSessions;
  readonly retries: RetryNotice[];
  readonly logLines: string[];
  readonly askedSerials: string[];
  /** What the user answers next when asked for an MFA code. */
  mfaAnswer: string | undefined;
  open(options: S3SourceOptions): S3Source;
  /** Reads in bulk with what the source of these options tells of its bucket, and with its session. */
  openBulk(options: S3SourceOptions, maxConnections?: number): Promise<BulkReader>;
  dispose(): Promise<void>;
}

/** Static keys of the server's default credential, in the environment. */
export const keyVariables = {
  AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
  AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
};

export async function startS3Fixture(
  environmentOptions: AwsEnvironmentOptions = { variables: keyVariables },
  serverOptions: S3ServerOptions = {},
): Promise<S3Fixture> {
  const server = await startS3Server(serverOptions);
  const variables = { AWS_ENDPOINT_URL: server.url, ...environmentOptions.variables };
  const environment = await isolateAwsEnvironment({ ...environmentOptions, variables });
  const [retries, logLines, askedSerials, sources] = [[], [], [], []] as [
    RetryNotice[],
    string[],
    string[],
    { dispose(): void }[],
  ];
  const note = (message: string): void => {
    logLines.push(message);
  };
  const services: AwsServices = {
    log: { debug: note, info: note, warn: note, error: note },
    askMfaCode: (serial) => {
      askedSerials.push(serial);
      return Promise.resolve(fixture.mfaAnswer);
    },
    onRetry: (notice) => retries.push(notice),
  };
  const sessions = new AwsSessions(services);
  const fixture: S3Fixture = {
    ...{ server, environment, services, sessions, retries, logLines, askedSerials, mfaAnswer: undefined },
    open: (options) => {
      const source = createS3Source(options, sessions);
      sources.push(source);
      return source;
    },
    openBulk: async (options, maxConnections = 64) => {
      const source = fixture.open(options);
      const address = structuredClone(await source.bulkAddress(newSignal()));
      const onRetry = (notice: RetryNotice): void => {
        services.onRetry(notice);
      };
      const reader = new BulkReader(address, source.bulkCredentials(), { maxConnections, onRetry });
      sources.push(reader);
      return reader;
    },
    dispose: async () => {
      for (const source of sources) source.dispose();
      await server.close();
      await environment.restore();
    },
  };
  return fixture;
}

/** A signal that nobody aborts. */
export function newSignal(): AbortSignal {
  return new AbortController().signal;
}

export async function expectUserError(work: Promise<unknown>, code: UserErrorCode): Promise<UserError> {
  const error = await work.then(
    () => assert.fail(`Expected a UserError ${code}, but the call succeeded`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UserError, `Expected a UserError ${code}, got ${String(error)}`);
  assert.equal(error.code, code, error.message);
  return error;
}

export async function expectAbort(work: Promise<unknown>): Promise<void> {
  await assert.rejects(work, (error) => isAbort(error) && (error as Error).name === 'AbortError');
}
