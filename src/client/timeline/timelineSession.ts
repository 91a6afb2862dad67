import { toDisplayText } from '../../base/displayText';
import { isAbort, UserError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { TimelineGap, TimelineSubject } from '../../engine/timeline/timeline';
import type { TableFailure } from '../../protocol/resultTableMessages';
import { defaultColumns } from '../../protocol/shownColumns';
import type {
  TimelineCopy,
  TimelineExport,
  TimelineHostMessage,
  TimelineIdentity,
  TimelineViewMessage,
} from '../../protocol/timelineMessages';
import type { OpenedTimeline, TimelineFilterParams } from '../../protocol/timelineRequests';
import { toTableFailure } from '../views/tableView';
import { copyTimelineRows, type CopyPorts } from './copyRows';
import { PictureDrawing, type PictureFormat } from './pictureDrawing';
import { toTimelineView } from './timelineView';

/** What of a timeline is shown, and how: what exports write. */
export interface ShownRows {
  readonly filter: TimelineFilterParams;
  readonly descending: boolean;
  readonly columns: readonly string[];
}

/** What is to be written to a file. */
export interface TimelineToExport extends ShownRows {
  readonly resultId: string;
  readonly title: string;
  readonly format: TimelineExport;
  /** The picture in view: PNG as base64, SVG as text. Fails while nobody draws. */
  readonly draw: (format: PictureFormat, signal: AbortSignal) => Promise<string>;
}

/** What a timeline needs of the world outside of it. */
export interface TimelinePorts extends CopyPorts {
  readonly post: (message: TimelineHostMessage) => void;
  /** Searches, and keeps the result in the server. `report` takes words on how far it is. */
  readonly open: (
    identity: TimelineIdentity,
    report: (text: string) => void,
    signal: AbortSignal,
  ) => Promise<OpenedTimeline>;
  /** Keeps the result in the server until it is disposed of. */
  readonly hold: (resultId: string) => Disposable;
  readonly openHit: (resultId: string, id: number, options: { readonly preserveFocus: boolean }) => Promise<void>;
  /** Asks for a file, and writes it. */
  readonly exportTimeline: (what: TimelineToExport) => Promise<void>;
  readonly editQuery: (identity: TimelineIdentity, query: string) => Promise<void>;
  readonly openSubject: (identity: TimelineIdentity, subject: TimelineSubject) => Promise<void>;
  /** Indexes what a gap leaves out. Fails with an AbortError when the user does not want it. */
  readonly indexGap: (identity: TimelineIdentity, gap: TimelineGap) => Promise<void>;
  /** Validates digest files of the timeline's place. Fails with an AbortError when the user does not want it. */
  readonly validate: (identity: TimelineIdentity) => Promise<void>;
  readonly onIdentity: (identity: TimelineIdentity) => void;
  readonly log: Log;
}

type State =
  | { readonly kind: 'running'; readonly text?: string }
  | { readonly kind: 'done'; readonly opened: OpenedTimeline; readonly lease: Disposable }
  | { readonly kind: 'failed'; readonly failure: TableFailure };

const maxTitleLength = 200;
const stopped: TableFailure = { message: 'The timeline was stopped.' };
const nothing: Disposable = { dispose: () => undefined };

/** One timeline: answers its web view, which may be hidden, shown again and reloaded at any time. */
export class TimelineSession implements Disposable {
  private state: State = { kind: 'running' };
  private readonly asked = new Map<number, AbortController>();
  private readonly drawing: PictureDrawing;
  private readonly ended = new AbortController();
  /** Of the search that runs. */
  private running: AbortController | undefined;
  private isLoaded = false;
  /** The server has answered since the search: when it then forgets the result, searching again helps. */
  private hasAnswered = false;
  private rows: ShownRows = { filter: {}, descending: false, columns: defaultColumns.map(({ name }) => name) };

  constructor(
    private readonly ports: TimelinePorts,
    private current: TimelineIdentity,
  ) {
    this.drawing = new PictureDrawing(ports.post);
  }

  get identity(): TimelineIdentity {
    return this.current;
  }

  /** Of a subject the server says it, once it was searched for. */
  private get query(): string {
    const { subject } = this.current;
    if (this.state.kind === 'done') return this.state.opened.query;
    return subject.kind === 'query' ? subject.text : '';
  }

  /** Searches, in place of what there was. Its failure is shown in the timeline, with a button to try again. */
  async run(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const signal = AbortSignal.any([running.signal, this.ended.signal]);
    this.setState({ kind: 'running' });
    const report = (text: string): void => {
      if (!signal.aborted) this.setState({ kind: 'running', text });
    };
    try {
      const opened = await this.ports.open(this.current, report, signal);
      // Held and let go at once, when nobody waits any more: the server keeps it otherwise.
      const lease = this.ports.hold(opened.result.resultId);
      if (signal.aborted) lease.dispose();
      else this.setOpened(opened, lease);
    } catch (error) {
      if (signal.aborted) return;
      if (!isAbort(error)) this.ports.log.error('Cannot make a timeline:', error);
      this.setState({ kind: 'failed', failure: isAbort(error) ? stopped : toTableFailure(error) });
    }
  }

  /** Never fails: what goes wrong is shown. */
  async receive(message: TimelineViewMessage): Promise<void> {
    await this.attempt(message.kind, () => this.handle(message));
  }

  /** For commands: the web view knows what is in view. */
  command(command: (TimelineHostMessage & { readonly kind: 'command' })['command']): void {
    this.ports.post({ kind: 'command', command });
  }

  /** For commands: the web view knows what is chosen. */
  copySelection(format: TimelineCopy): void {
    this.ports.post({ kind: 'copySelection', format });
  }

  /** For commands: what the web view asked for last is what is in view. Never fails. */
  async export(format: TimelineExport): Promise<void> {
    await this.attempt('export', () => this.exportRows(format, this.rows));
  }

  dispose(): void {
    this.ended.abort();
    this.dropAll();
    this.drawing.fail('The timeline was closed.');
    if (this.state.kind === 'done') this.state.lease.dispose();
  }

  /** Of a timeline that is there, there is nothing to stop. */
  private stop(): void {
    if (this.state.kind !== 'running') return;
    this.running?.abort();
    this.setState({ kind: 'failed', failure: stopped });
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isAbort(error)) return;
      this.ports.log.error(`A timeline cannot do what was asked (${what}):`, error);
      const { message, nextStep } = toTableFailure(error);
      this.say(nextStep === undefined ? message : `${message} ${nextStep}`, true);
    }
  }

  private async handle(message: TimelineViewMessage): Promise<void> {
    const { ports, current } = this;
    switch (message.kind) {
      case 'ready':
        this.begin();
        return;
      case 'askPicture':
      case 'askRows':
      case 'askRowOf':
        await this.answer(message);
        return;
      case 'drop':
        this.asked.get(message.requestId)?.abort();
        return;
      case 'openRecord':
        if (this.state.kind === 'done')
          await ports.openHit(this.state.opened.result.resultId, message.id, { preserveFocus: message.preserveFocus });
        return;
      case 'drawn':
        this.drawing.accept(message.requestId, message.data);
        return;
      case 'drawFailed':
        this.drawing.refuse(message.requestId, message.message);
        return;
      case 'export':
        await this.exportRows(message.format, message);
        return;
      case 'copyRows':
        await this.copy(message);
        return;
      case 'copyText':
        await this.copyText(message);
        return;
      case 'openSubject':
        await ports.openSubject(current, message.subject);
        return;
      case 'indexGap':
        await ports.indexGap(current, message.gap);
        await this.run();
        return;
      case 'validate':
        await ports.validate(current);
        await this.run();
        return;
      case 'editQuery':
        await ports.editQuery(current, this.query);
        return;
      case 'stop':
        this.stop();
        return;
      case 'retry':
        // Also when the result is there: more may be indexed by now.
        await this.run();
        return;
      case 'broken':
        ports.log.error(`A timeline's page failed: ${message.message}`);
        return;
      default:
        message satisfies never;
    }
  }

  /** The page was loaded, perhaps again: nobody waits for what the one before has asked. */
  private begin(): void {
    this.isLoaded = true;
    this.dropAll();
    this.drawing.fail('The timeline was hidden before its picture was drawn.');
    this.show();
  }

  private async answer(
    message: TimelineViewMessage & { readonly kind: 'askPicture' | 'askRows' | 'askRowOf' },
  ): Promise<void> {
    const { state } = this;
    if (state.kind !== 'done') return;
    if (message.kind === 'askRows') this.rows = toShownRows(message);
    const { requestId } = message;
    const controller = new AbortController();
    this.asked.set(requestId, controller);
    try {
      const answer = await this.ask(state.opened.result.resultId, message, controller.signal);
      if (controller.signal.aborted) return;
      this.hasAnswered = true;
      this.ports.post(answer);
    } catch (error) {
      if (controller.signal.aborted) return;
      this.ports.log.error(`Cannot fetch a part of a timeline (${message.kind}):`, error);
      if (this.isForgotten(error)) void this.run();
      else this.ports.post({ kind: 'askFailed', requestId, failure: toTableFailure(error) });
    } finally {
      if (this.asked.get(requestId) === controller) this.asked.delete(requestId);
    }
  }

  private async ask(
    resultId: string,
    message: TimelineViewMessage & { readonly kind: 'askPicture' | 'askRows' | 'askRowOf' },
    signal: AbortSignal,
  ): Promise<TimelineHostMessage> {
    const { server } = this.ports;
    const { requestId } = message;
    switch (message.kind) {
      case 'askPicture': {
        const picture = await server.ask('timelinePicture', { resultId, ...message.picture }, signal);
        return { kind: 'picture', requestId, picture };
      }
      case 'askRows': {
        const { offset, limit } = message;
        const rows = await server.ask('timelineRows', { resultId, offset, limit, ...toShownRows(message) }, signal);
        return { kind: 'rows', requestId, rows };
      }
      case 'askRowOf': {
        const { id, filter, descending } = message;
        const row = await server.ask('timelineRowOf', { resultId, id, filter, descending }, signal);
        return { kind: 'rowOf', requestId, row };
      }
      default:
        return message satisfies never;
    }
  }

  /** A server that was started again knows no result of the one before. */
  private isForgotten(error: unknown): boolean {
    return this.hasAnswered && error instanceof UserError && error.code === 'notFound';
  }

  private async copy(message: TimelineViewMessage & { readonly kind: 'copyRows' }): Promise<void> {
    if (this.state.kind !== 'done') return;
    const { resultId } = this.state.opened.result;
    const { text, isWarning } = await copyTimelineRows(this.ports, resultId, message, this.ended.signal);
    this.say(text, isWarning);
  }

  private async copyText({ what, text }: TimelineViewMessage & { readonly kind: 'copyText' }): Promise<void> {
    await this.ports.writeClipboard(text);
    this.say(`Value of ${what} copied`);
  }

  private async exportRows(format: TimelineExport, shown: ShownRows): Promise<void> {
    const { state } = this;
    if (state.kind !== 'done') throw new UserError('invalidInput', 'The timeline is not there yet.');
    await this.ports.exportTimeline({
      ...toShownRows(shown),
      resultId: state.opened.result.resultId,
      title: this.current.title,
      format,
      draw: (picture, signal) => this.drawing.draw(picture, AbortSignal.any([signal, this.ended.signal])),
    });
  }

  private setOpened(opened: OpenedTimeline, lease: Disposable): void {
    this.hasAnswered = false;
    this.current = { ...this.current, title: toTitle(this.current, opened) };
    this.ports.onIdentity(this.current);
    this.setState({ kind: 'done', opened, lease });
  }

  private setState(state: State): void {
    const { lease = nothing } = this.state.kind === 'done' ? this.state : {};
    this.dropAll();
    this.state = state;
    lease.dispose();
    this.show();
  }

  private show(): void {
    if (!this.isLoaded || this.ended.signal.aborted) return;
    const { current, ports, state } = this;
    const { title } = current;
    if (state.kind === 'running')
      ports.post({ kind: 'running', title, ...(state.text === undefined ? {} : { text: state.text }) });
    else if (state.kind === 'failed') ports.post({ kind: 'failed', title, failure: state.failure });
    else ports.post({ kind: 'show', view: toTimelineView(current, state.opened) });
  }

  private dropAll(): void {
    for (const controller of this.asked.values()) controller.abort();
    this.asked.clear();
  }

  private say(text: string, isWarning = false): void {
    this.ports.post({ kind: 'said', text, isWarning });
  }
}

function toShownRows({ filter, descending, columns }: ShownRows): ShownRows {
  return { filter, descending, columns };
}

/** The server's says more of a subject; of all records in a place the client's own names the place. */
function toTitle({ subject, title }: TimelineIdentity, opened: OpenedTimeline): string {
  return subject.kind === 'query' && subject.text.trim() === '' ? title : toDisplayText(opened.title, maxTitleLength);
}
