import { isAbort } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { TableFailure } from '../../protocol/resultTableMessages';
import { toTableFailure } from '../views/tableView';

/** What every page of an answer can be told. */
export type PageMessage<Saved, Shown> =
  | { readonly kind: 'running'; readonly title: string; readonly saved: Saved; readonly text?: string }
  | Shown
  | { readonly kind: 'failed'; readonly title: string; readonly saved: Saved; readonly failure: TableFailure }
  | { readonly kind: 'said'; readonly text: string; readonly isWarning: boolean };

export interface SessionPagePorts<Saved, Shown> {
  readonly post: (message: PageMessage<Saved, Shown>) => void;
  readonly title: string;
  /** What the page keeps, so that a reloaded one can ask again. */
  readonly saved: () => Saved;
  readonly log: Log;
}

type State<Answer> =
  | { readonly kind: 'running'; readonly text?: string }
  | { readonly kind: 'done'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: TableFailure };

const stopped: TableFailure = { message: 'This was stopped.' };

/** One answer and the page that shows it, which may be hidden, shown again and reloaded at any time. */
export class SessionPage<Answer, Saved, Shown> implements Disposable {
  private state: State<Answer> = { kind: 'running' };
  private asking = new AbortController();
  private isLoaded = false;
  private isDisposed = false;

  constructor(
    private readonly ports: SessionPagePorts<Saved, Shown>,
    /** `report` takes words on how far it is. */
    private readonly ask: (signal: AbortSignal, report: (text: string) => void) => Promise<Answer>,
    private readonly toShown: (answer: Answer) => Shown,
  ) {}

  /** Never fails: what goes wrong is shown in the page, with a button to try again. A later call ends an earlier one. */
  async run(): Promise<void> {
    if (this.isDisposed) return;
    this.asking.abort();
    const { signal } = (this.asking = new AbortController());
    this.setState({ kind: 'running' });
    try {
      const answer = await this.ask(signal, (text) => {
        if (!signal.aborted) this.setState({ kind: 'running', text });
      });
      if (!signal.aborted) this.setState({ kind: 'done', answer });
    } catch (error) {
      if (signal.aborted) return;
      if (!isAbort(error)) this.ports.log.error(`Cannot answer “${this.ports.title}”:`, error);
      this.setState({ kind: 'failed', failure: isAbort(error) ? stopped : toTableFailure(error) });
    }
  }

  /** Of an answer that is there, there is nothing to stop. */
  stop(): void {
    if (this.state.kind !== 'running') return;
    this.asking.abort();
    this.setState({ kind: 'failed', failure: stopped });
  }

  /** Does what the page asked for. Never fails: what goes wrong is said in the page. */
  async during(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isAbort(error)) return;
      this.ports.log.error(`${this.ports.title} cannot do what was asked (${what}):`, error);
      const { message, nextStep } = toTableFailure(error);
      this.say(nextStep === undefined ? message : `${message} ${nextStep}`, true);
    }
  }

  /** The page is there, perhaps again. */
  load(): void {
    this.isLoaded = true;
    this.show();
  }

  say(text: string, isWarning = false): void {
    if (!this.isDisposed) this.ports.post({ kind: 'said', text, isWarning });
  }

  dispose(): void {
    this.isDisposed = true;
    this.asking.abort();
  }

  private setState(state: State<Answer>): void {
    this.state = state;
    this.show();
  }

  private show(): void {
    if (!this.isLoaded || this.isDisposed) return;
    const { state, ports } = this;
    const head = { title: ports.title, saved: ports.saved() };
    if (state.kind === 'running')
      ports.post({ kind: 'running', ...head, ...(state.text === undefined ? {} : { text: state.text }) });
    else if (state.kind === 'failed') ports.post({ kind: 'failed', ...head, failure: state.failure });
    else ports.post(this.toShown(state.answer));
  }
}
