import { UserError } from '../base/errors';
import type { BulkCredentials, BulkKeys } from '../engine/ports';
import type { CredentialsQuestion, ToWorker } from '../scan/workerMessages';

type Answer = Extract<ToWorker, { kind: 'answer' }>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Credentials that live in another thread: each question is posted there, and its answer comes back as a message. */
export class AskedCredentials implements BulkCredentials {
  private readonly waiting = new Map<number, Waiting>();

  /** `post` gives the number that the answer will bear. */
  constructor(private readonly post: (question: CredentialsQuestion) => number) {}

  async get(): Promise<BulkKeys> {
    return (await this.ask({ name: 'get' })) as BulkKeys; // what `BulkCredentials.get` gave there
  }

  async renew(used: BulkKeys): Promise<boolean> {
    return (await this.ask({ name: 'renew', used })) === true;
  }

  async findIdentity(): Promise<string | undefined> {
    const identity = await this.ask({ name: 'findIdentity' });
    return typeof identity === 'string' ? identity : undefined;
  }

  take({ ask, value, error }: Answer): void {
    const waiting = this.waiting.get(ask);
    this.waiting.delete(ask);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new UserError(error.code, error.message, error));
  }

  private ask(question: CredentialsQuestion): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting.set(this.post(question), { resolve, reject });
    });
  }
}
