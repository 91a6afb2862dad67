import { isAbort } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type {
  CopyFormat,
  RowRange,
  TableFailure,
  TableHostMessage,
  TableIdentity,
  TableViewMessage,
} from '../../protocol/resultTableMessages';
import type {
  ExportParams,
  ExportResult,
  ResultPage,
  ResultSort,
  SearchResult,
  SqlResult,
} from '../../protocol/searchRequests';
import type { ShownColumn } from '../../protocol/shownColumns';
import { toCountText, toNounText } from '../numberText';
import { toTableIdentity } from './savedTable';
import { SqlRows, statementOrder } from './sqlRows';
import { collectRows, countRows, maxCopiedRows, toCsvText, toTabSeparatedText, type PageSender } from './tableRows';
import { toTableFailure, toTableView } from './tableView';

/** The ids of chosen rows travel in one request. */
export const maxExportedRows = 100_000;

/** What is to be written to a file. */
export interface TableExport {
  readonly resultId: string;
  readonly identity: TableIdentity;
  readonly columns: readonly string[];
  readonly sort: ResultSort;
  /** Only these hits. Absent: all of the result, or of `identity.group`. */
  readonly ids?: readonly number[];
}

/** What a table needs of the world outside of it. */
export interface TablePorts {
  readonly post: (message: TableHostMessage) => void;
  readonly page: PageSender;
  /** Answers with text. */
  readonly exportText: (
    params: Omit<ExportParams, 'progressId' | 'file'>,
    signal: AbortSignal,
  ) => Promise<ExportResult>;
  readonly openHit: (resultId: string, id: number, options: { readonly preserveFocus: boolean }) => Promise<void>;
  /** Asks for format and file, and writes it. */
  readonly exportResult: (request: TableExport) => Promise<void>;
  /** Asks for a file, and writes a text of so many rows to it. */
  readonly exportCsv: (text: string, rows: number) => Promise<void>;
  readonly editQuery: (identity: TableIdentity) => Promise<void>;
  /** The same records over time. */
  readonly showTimeline: (identity: TableIdentity) => Promise<void>;
  /** Runs the query of a table whose result the server no longer has. */
  readonly rerun: (identity: TableIdentity, signal: AbortSignal) => Promise<SearchResult>;
  /** Runs the statement of a table again. */
  readonly rerunSql: (identity: TableIdentity, signal: AbortSignal) => Promise<SqlResult>;
  /** Keeps the result in the server until it is disposed of. */
  readonly hold: (resultId: string) => Disposable;
  readonly writeClipboard: (text: string) => Promise<void>;
  readonly readColumns: () => readonly ShownColumn[];
  readonly writeColumns: (shown: readonly ShownColumn[]) => void;
  readonly onIdentity: (identity: TableIdentity) => void;
  readonly log: Log;
}

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: SearchResult; readonly lease: Disposable }
  | { readonly kind: 'rows'; readonly rows: SqlRows }
  | { readonly kind: 'failed'; readonly failure: TableFailure };

/** One table of results: answers its web view, which may be hidden, shown again and reloaded at any time. */
export class TableSession implements Disposable {
  private state: State = { kind: 'running' };
  private readonly pages = new Map<number, AbortController>();
  private readonly ended = new AbortController();
  private isLoaded = false;
  /** Of a statement's rows: those of records are the same in all tables. */
  private sqlColumns: readonly ShownColumn[] = [];

  constructor(
    private readonly ports: TablePorts,
    private current: TableIdentity,
    private sort: ResultSort,
  ) {}

  get identity(): TableIdentity {
    return this.current;
  }

  /** Shows a result in place of what there was. */
  setResult(identity: TableIdentity, result: SearchResult): void {
    this.current = identity;
    this.ports.onIdentity(identity);
    this.setState({ kind: 'done', result, lease: this.ports.hold(result.resultId) });
  }

  /** Shows what a statement answered; columns and order begin anew unless it has the same ones. */
  setRows(identity: TableIdentity, result: SqlResult): void {
    const rows = new SqlRows(result);
    const names = rows.columns.map(({ name }) => name);
    if (!this.sqlColumns.every(({ name }) => names.includes(name))) this.sqlColumns = [];
    if (this.state.kind === 'rows' && !names.includes(this.sort.column)) this.sort = statementOrder;
    this.current = identity;
    this.ports.onIdentity(identity);
    this.setState({ kind: 'rows', rows });
  }

  /** Runs the table's own query. Its failure is shown in the table, with a button to try again. */
  async run(): Promise<void> {
    this.setState({ kind: 'running' });
    try {
      await this.runQuery();
    } catch (error) {
      if (!isAbort(error)) this.ports.log.error('Cannot run the query of a table again:', error);
      const failure = isAbort(error) ? { message: 'The query was stopped.' } : toTableFailure(error);
      this.setState({ kind: 'failed', failure });
    }
  }

  private async runQuery(): Promise<void> {
    const { current, ended, ports } = this;
    if (current.language === 'sql') {
      const result = await ports.rerunSql(current, ended.signal);
      if (!ended.signal.aborted) this.setRows(current, result);
    } else {
      const result = await ports.rerun(current, ended.signal);
      if (!ended.signal.aborted) this.setResult(current, result);
    }
  }

  /** Never fails: what goes wrong is shown. */
  async receive(message: TableViewMessage): Promise<void> {
    try {
      await this.handle(message);
    } catch (error) {
      if (isAbort(error)) return;
      this.ports.log.error(`A table cannot do what was asked (${message.kind}):`, error);
      this.say(toFailureText(toTableFailure(error)), true);
    }
  }

  /** For commands: the web view knows what is chosen. */
  copySelection(format: CopyFormat): void {
    this.ports.post({ kind: 'copySelection', format });
  }

  dispose(): void {
    this.ended.abort();
    this.dropPages();
    if (this.state.kind === 'done') this.state.lease.dispose();
  }

  private async handle(message: TableViewMessage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.isLoaded = true;
        this.dropPages();
        this.show();
        return;
      case 'askPage':
        await this.answerPage(message);
        return;
      case 'dropPage':
        this.pages.get(message.requestId)?.abort();
        return;
      case 'openRecord':
        if (this.state.kind === 'done') await this.ports.openHit(this.state.result.resultId, message.id, message);
        return;
      case 'copyRows':
        await this.copy(message);
        return;
      case 'copyText':
        await this.ports.writeClipboard(message.text);
        this.say(`Value of ${message.what} copied`);
        return;
      case 'exportRows':
        await this.export(message);
        return;
      case 'setColumns':
        if (this.state.kind === 'rows') this.sqlColumns = message.shown;
        else this.ports.writeColumns(message.shown);
        return;
      case 'setSort':
        this.sort = message.sort;
        return;
      case 'editQuery':
        await this.ports.editQuery(this.current);
        return;
      case 'showTimeline':
        await this.ports.showTimeline(this.current);
        return;
      case 'clearGroup':
        this.clearGroup();
        return;
      case 'retry':
        await this.retry();
        return;
      case 'broken':
        this.ports.log.error(`A table's page failed: ${message.message}`);
        return;
      default:
        message satisfies never;
    }
  }

  private async answerPage(asked: TableViewMessage & { readonly kind: 'askPage' }): Promise<void> {
    const { state } = this;
    const { requestId, offset, limit, sort, columns } = asked;
    if (state.kind === 'rows') {
      this.ports.post({ kind: 'page', requestId, page: state.rows.page({ offset, limit, sort, columns }) });
      return;
    }
    if (state.kind !== 'done') return;
    const controller = new AbortController();
    this.pages.set(requestId, controller);
    try {
      const page = await this.ports.page({ ...this.toTable(sort, columns), offset, limit }, controller.signal);
      if (!controller.signal.aborted) this.ports.post({ kind: 'page', requestId, page });
    } catch (error) {
      if (controller.signal.aborted) return;
      this.ports.log.error('Cannot fetch rows of a table:', error);
      this.ports.post({ kind: 'pageFailed', requestId, failure: toTableFailure(error) });
    } finally {
      if (this.pages.get(requestId) === controller) this.pages.delete(requestId);
    }
  }

  private async copy({ format, rows, sort, columns }: TableViewMessage & { readonly kind: 'copyRows' }): Promise<void> {
    const count = countRows(rows);
    if (!this.allow(count, maxCopiedRows, 'copied: export them instead')) return;
    if (format === 'tsv' || this.state.kind === 'rows') {
      const collected = await this.collect(rows, sort, columns);
      await this.ports.writeClipboard(toTabSeparatedText(columns, collected));
      this.say(`${toNounText(collected.length, 'row')} copied`);
      return;
    }
    const ids = await this.collectIds(rows, sort);
    const { resultId } = this.toTable(sort, columns);
    const answer = await this.ports.exportText({ resultId, format, columns, sort, ids }, this.ended.signal);
    await this.ports.writeClipboard(answer.text ?? '');
    const missing = answer.unread.length;
    const note = missing === 0 ? '' : `, without those of ${toNounText(missing, 'log')} that could not be read`;
    this.say(`${toNounText(answer.records, 'record')} copied${note}`, missing > 0);
  }

  private async export({ rows, sort, columns }: TableViewMessage & { readonly kind: 'exportRows' }): Promise<void> {
    if (this.state.kind === 'rows') {
      const ranges = rows ?? [{ first: 0, last: Number.MAX_SAFE_INTEGER }];
      const collected = await this.collect(ranges, sort, columns);
      await this.ports.exportCsv(toCsvText(columns, collected), collected.length);
      return;
    }
    if (rows !== undefined && !this.allow(countRows(rows), maxExportedRows, 'chosen for export: export all')) return;
    const { resultId } = this.toTable(sort, columns);
    const ids = rows === undefined ? undefined : await this.collectIds(rows, sort);
    const request = { resultId, identity: this.current, columns, sort };
    await this.ports.exportResult(ids === undefined ? request : { ...request, ids });
  }

  private async collect(
    rows: readonly RowRange[],
    sort: ResultSort,
    columns: readonly string[],
  ): Promise<ResultPage['rows']> {
    const { state } = this;
    if (state.kind !== 'rows')
      return await collectRows(this.ports.page, this.toTable(sort, columns), rows, this.ended.signal);
    return rows.flatMap(
      ({ first, last }) => state.rows.page({ offset: first, limit: last - first + 1, sort, columns }).rows,
    );
  }

  private async collectIds(rows: readonly RowRange[], sort: ResultSort): Promise<readonly number[]> {
    const collected = await this.collect(rows, sort, []);
    return collected.map(({ id }) => id);
  }

  private allow(count: number, most: number, what: string): boolean {
    if (count <= most) return true;
    this.say(`${toNounText(count, 'row')} selected, but at most ${toCountText(most)} can be ${what}`, true);
    return false;
  }

  private toTable(sort: ResultSort, columns: readonly string[]) {
    if (this.state.kind !== 'done') throw new Error('The table has no result yet.');
    const { group } = this.current;
    return { resultId: this.state.result.resultId, sort, columns, ...(group === undefined ? {} : { group }) };
  }

  private clearGroup(): void {
    const { query, scope, title } = this.current;
    this.current = toTableIdentity({ query, scope, title });
    this.ports.onIdentity(this.current);
    this.dropPages();
    this.show();
  }

  /** The server forgets results when it ends: the query then runs again. */
  private async retry(): Promise<void> {
    if (await this.isResultThere()) this.show();
    else await this.run();
  }

  private async isResultThere(): Promise<boolean> {
    if (this.state.kind === 'rows') return true;
    if (this.state.kind !== 'done') return false;
    try {
      await this.ports.page({ ...this.toTable(this.sort, []), offset: 0, limit: 1 }, this.ended.signal);
      return true;
    } catch (error) {
      this.ports.log.info(`The result of a table is gone: ${String(error)}`);
      return false;
    }
  }

  private setState(state: State): void {
    const previous = this.state;
    this.dropPages();
    this.state = state;
    if (previous.kind === 'done') previous.lease.dispose();
    if (this.ended.signal.aborted && state.kind === 'done') state.lease.dispose();
    this.show();
  }

  private show(): void {
    if (!this.isLoaded || this.ended.signal.aborted) return;
    const { current, sort, state } = this;
    if (state.kind === 'running') this.ports.post({ kind: 'running', query: current.query });
    else if (state.kind === 'failed') this.ports.post({ kind: 'failed', query: current.query, failure: state.failure });
    else if (state.kind === 'rows')
      this.ports.post({ kind: 'show', view: state.rows.toView(current, { sort, shown: this.sqlColumns }) });
    else {
      const shown = this.ports.readColumns();
      this.ports.post({ kind: 'show', view: toTableView(current, state.result, { sort, shown }) });
    }
  }

  private dropPages(): void {
    for (const controller of this.pages.values()) controller.abort();
    this.pages.clear();
  }

  private say(text: string, isWarning = false): void {
    this.ports.post({ kind: 'said', text, isWarning });
  }
}

function toFailureText({ message, nextStep }: TableFailure): string {
  return nextStep === undefined ? message : `${message} ${nextStep}`;
}
