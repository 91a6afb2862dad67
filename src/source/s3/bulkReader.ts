import { setMaxListeners } from 'node:events';
import { rejectOnAbort, throwIfAborted } from '../../base/abort';
import { isAbort, newAbortError, UserError } from '../../base/errors';
import type { BulkAddress, BulkCredentials, BulkKeys, BulkSource, StoredObject } from '../../engine/ports';
import type { Dispatcher } from 'undici';
import { toUserError } from './awsErrors';
import { findBucketRegion, isExpired, parseFailure } from './awsFailure';
import type { RetryNotice } from './awsServices';
import { findBodyProblem, findHeader, toServiceError, toStoredObject } from './bulkAnswer';
import { moveEndpoint, toBulkEndpoint, toRequestPath, type BulkEndpoint } from './bulkEndpoint';
import { sendGet, type BulkAnswer } from './bulkGet';
import { newBulkPool } from './bulkPool';
import { isTransient, waitForRetry } from './bulkRetry';
import { BulkSigner } from './bulkSigner';
import { isThrottled, toRetryReason } from './callReport';
import { CredentialCache } from './credentialCache';
import { maxBodyAttempts, newIncompleteError, newTooLargeError } from './objectBody';
import { ReadWindow } from './readWindow';
import { toS3Uri } from './s3Location';
import { ServerClock } from './serverClock';

const operation = 's3:GetObject';

export interface BulkReaderOptions {
  /** Connections, and reads under way at once; further reads wait. */
  readonly maxConnections: number;
  onRetry?(notice: RetryNotice): void;
}

/**
 * Reads objects of one bucket by signed GETs, without the AWS SDK and at a tenth of its cost, with its retries,
 * corrections, checks and words for failures. When S3 asks to slow down, fewer reads are under way. Owns its connections.
 */
export class BulkReader implements BulkSource {
  private endpoint: BulkEndpoint;
  private pool: Dispatcher;
  private readonly keys: CredentialCache;
  private readonly signer = new BulkSigner();
  private readonly clock = new ServerClock();
  private readonly window: ReadWindow;
  private readonly former: Dispatcher[] = [];
  private isDisposed = false;
  private readonly knownSignals = new WeakSet<AbortSignal>();

  constructor(
    private readonly address: BulkAddress,
    private readonly credentials: BulkCredentials,
    private readonly options: BulkReaderOptions,
  ) {
    this.endpoint = toBulkEndpoint(address);
    this.pool = newBulkPool(this.endpoint.origin, options.maxConnections, process.env);
    this.keys = new CredentialCache(() => credentials.get());
    this.window = new ReadWindow(options.maxConnections);
  }

  /** Reads allowed at once now: fewer than `maxConnections` after S3 asked to slow down. */
  get width(): number {
    return this.window.width;
  }

  /** The whole object exactly as stored. Its length and its checksum, where S3 has one, are checked. */
  async readObject(key: string, signal: AbortSignal): Promise<StoredObject> {
    throwIfAborted(signal);
    this.expectManyListeners(signal);
    await this.window.enter(signal);
    try {
      const object = await this.readCorrected(key, signal);
      this.window.succeed();
      return object;
    } catch (error) {
      if (isAbort(error)) throw error;
      const call = { operation, target: toS3Uri(this.address.bucket, key), profile: this.address.profile };
      throw await rejectOnAbort(
        toUserError(error, call, () => this.credentials.findIdentity()),
        signal,
      );
    } finally {
      this.window.leave();
    }
  }

  /** Breaks off what is under way, as an aborted signal would. */
  dispose(): void {
    this.isDisposed = true;
    for (const pool of [this.pool, ...this.former]) void pool.destroy();
  }

  /** One signal for many reads is the rule here, where Node suspects a leak from eleven on. */
  private expectManyListeners(signal: AbortSignal): void {
    if (this.knownSignals.has(signal)) return;
    this.knownSignals.add(signal);
    setMaxListeners(0, signal);
  }

  /** Reads again, once each, when S3 named another region, and when expired credentials could be renewed. */
  private async readCorrected(key: string, signal: AbortSignal): Promise<StoredObject> {
    if (key === '') throw new UserError('invalidInput', 'The key of an object is empty.', { operation });
    let hasMoved = false;
    let hasRenewed = false;
    for (;;) {
      const { region } = this.endpoint;
      const keys = await rejectOnAbort(this.keys.get(), signal);
      try {
        return await this.readWhole(key, keys, signal);
      } catch (error) {
        const told = findBucketRegion(error);
        if (!hasMoved && told !== undefined && told !== region) {
          hasMoved = true;
          this.moveTo(told);
        } else if (!hasRenewed && isExpired(error)) {
          hasRenewed = true;
          if (!(await rejectOnAbort(this.renew(keys), signal))) throw error;
        } else {
          throw error;
        }
      }
    }
  }

  /** Until the body is what S3 announced. */
  private async readWhole(key: string, keys: BulkKeys, signal: AbortSignal): Promise<StoredObject> {
    const address = { bucket: this.address.bucket, key };
    for (let attempt = 1; ; attempt++) {
      const answer = await this.getAnswer(key, keys, signal);
      if (answer.tooLargeBytes !== undefined) throw newTooLargeError(address, answer.tooLargeBytes);
      const problem = findBodyProblem(answer);
      if (problem === undefined) return toStoredObject(key, answer);
      if (attempt === maxBodyAttempts) throw newIncompleteError(address, problem);
      this.options.onRetry?.({ operation, reason: 'the object did not arrive whole', attempt: attempt + 1 });
    }
  }

  /** Until an answer with an object begins. */
  private async getAnswer(key: string, keys: BulkKeys, signal: AbortSignal): Promise<BulkAnswer> {
    for (let attempt = 1; ; attempt++) {
      const signedTime = this.clock.now();
      const { moment } = this.window;
      try {
        return await this.send(key, keys, signedTime, signal);
      } catch (error) {
        if (this.isDisposed) throw newAbortError();
        if (isThrottled(parseFailure(error))) this.window.slowDown(moment);
        const isSkewed = this.clock.correct(findServerDate(error), signedTime);
        if (attempt >= this.address.maxAttempts || !(isSkewed || isTransient(error))) throw error;
        await waitForRetry(error, attempt, signal);
        const reason = toRetryReason(parseFailure(error), operation);
        this.options.onRetry?.({ operation, reason, attempt: attempt + 1 });
        throwIfAborted(signal);
      }
    }
  }

  private async send(key: string, keys: BulkKeys, signedTime: number, signal: AbortSignal): Promise<BulkAnswer> {
    const { endpoint } = this;
    const path = toRequestPath(endpoint, key);
    const headers = await this.signer.sign(endpoint, path, keys, signedTime);
    throwIfAborted(signal);
    if (this.isDisposed) throw newAbortError();
    const answer = await sendGet(this.pool, endpoint, path, headers, signal);
    if (answer.status === 200) return answer;
    throw toServiceError(answer, endpoint.host);
  }

  /** Once, however many reads report the same refused keys. */
  private async renew(refused: BulkKeys): Promise<boolean> {
    return (await this.credentials.renew(refused)) && this.keys.renew(refused);
  }

  private moveTo(region: string): void {
    if (region === this.endpoint.region) return;
    const { origin } = this.endpoint;
    this.endpoint = moveEndpoint(this.endpoint, region);
    if (this.endpoint.origin === origin) return;
    this.former.push(this.pool); // reads under way end there
    this.pool = newBulkPool(this.endpoint.origin, this.options.maxConnections, process.env);
  }
}

function findServerDate(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('$response' in error)) return undefined;
  // toServiceError made it.
  return findHeader((error.$response as Pick<BulkAnswer, 'headers'>).headers, 'date');
}
