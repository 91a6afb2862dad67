import { UserError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { ChainHostMessage, ChainViewMessage, SavedChain } from '../../protocol/sessionMessages';
import type { RoleChainResult } from '../../protocol/sessionRequests';
import type { RequestSender } from '../server/requestTypes';
import { fileExtensions } from './fileExtensions';
import { carryOut, type SessionPorts } from './sessionActions';
import { SessionPage } from './sessionPage';
import { toAnsweredTitle, toChainTitle, toFileName } from './sessionTitle';

export interface ChainSessionPorts extends SessionPorts {
  /** Of the editor's tab, once it is known better. */
  readonly onTitle: (title: string) => void;
  readonly post: (message: ChainHostMessage) => void;
  readonly server: RequestSender;
  readonly log: Log;
}

type Shown = ChainHostMessage & { readonly kind: 'show' };

/** One role chain: answers its web view. */
export class ChainSession implements Disposable {
  private readonly page: SessionPage<RoleChainResult, SavedChain, Shown>;

  constructor(
    private readonly ports: ChainSessionPorts,
    /** The place within the chain is the web view's own: it keeps it while the answer stays. */
    readonly saved: SavedChain,
  ) {
    const { sourceId, subject, title } = saved;
    this.page = new SessionPage(
      { post: ports.post, title, saved: () => saved, log: ports.log },
      (signal) => ports.server.ask('roleChain', { sourceId, subject }, signal),
      ({ chain, coverage }) => {
        const answered = toAnsweredTitle(chain, title);
        ports.onTitle(answered);
        return { kind: 'show', title: answered, saved, chain, coverage };
      },
    );
  }

  run(): Promise<void> {
    return this.page.run();
  }

  /** Never fails: what goes wrong is shown. */
  async receive(message: ChainViewMessage): Promise<void> {
    await this.page.during(message.kind, () => this.handle(message));
  }

  dispose(): void {
    this.page.dispose();
  }

  private async handle(message: ChainViewMessage): Promise<void> {
    const { ports, page, saved } = this;
    switch (message.kind) {
      case 'ready':
        page.load();
        return;
      case 'openChain':
        await ports.openChain(saved.sourceId, message.subject, toChainTitle(message.subject));
        return;
      case 'export':
        await this.export(message);
        return;
      default:
        await carryOut(message, { sourceId: saved.sourceId, ports, log: ports.log, page });
    }
  }

  private async export(message: ChainViewMessage & { readonly kind: 'export' }): Promise<void> {
    const { format } = message;
    const { subject } = this.saved;
    const name = toFileName('role-chain', subject.kind === 'key' ? subject.id : subject.arn.replace(/^.*[:/]/, ''));
    const file = { title: 'Export Role Chain', saveLabel: 'Export', name, extension: fileExtensions[format] };
    await this.ports.saveFile(file, await this.toContent(message));
  }

  private async toContent({ format, data }: ChainViewMessage & { readonly kind: 'export' }) {
    const { sourceId, subject } = this.saved;
    if (format !== 'svg' && format !== 'png') {
      const { server, withProgress } = this.ports;
      return await withProgress('Exporting the role chain', (signal) =>
        server.ask('chainText', { sourceId, subject, format }, signal),
      );
    }
    if (data === undefined || data === '') throw new UserError('unexpected', 'The picture could not be drawn.');
    return format === 'svg' ? data : new Uint8Array(Buffer.from(data, 'base64'));
  }
}
