import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { KeyDossier } from '../../engine/dossier/dossier';
import type { DossierHostMessage, DossierViewMessage, SavedDossier } from '../../protocol/sessionMessages';
import type { SearchProgress } from '../../protocol/searchRequests';
import type { DocumentFormat } from '../../protocol/sessionRequests';
import { toCountText, toNounText } from '../numberText';
import type { ServerProgress } from '../server/progressListeners';
import type { RequestSender } from '../server/requestTypes';
import { fileExtensions } from './fileExtensions';
import { carryOut, type SessionPorts } from './sessionActions';
import { SessionPage } from './sessionPage';
import { toChainTitle, toDossierTitle, toFileName } from './sessionTitle';

export interface DossierSessionPorts extends SessionPorts {
  readonly post: (message: DossierHostMessage) => void;
  readonly server: RequestSender;
  readonly progress: Pick<ServerProgress, 'search'>;
  readonly log: Log;
}

type Shown = DossierHostMessage & { readonly kind: 'show' };

/** One dossier of an access key: answers its web view. */
export class DossierSession implements Disposable {
  private readonly page: SessionPage<KeyDossier, SavedDossier, Shown>;

  constructor(
    private readonly ports: DossierSessionPorts,
    private current: SavedDossier,
  ) {
    const title = toDossierTitle(current.accessKeyId);
    this.page = new SessionPage(
      { post: ports.post, title, saved: () => this.current, log: ports.log },
      (signal, report) =>
        ports.progress.search.during(
          (done) => {
            report(toReadText(done));
          },
          (progressId) => ports.server.ask('keyDossier', { ...this.toParams(), progressId }, signal),
        ),
      (dossier) => ({ kind: 'show', title, saved: this.current, dossier }),
    );
  }

  get saved(): SavedDossier {
    return this.current;
  }

  run(): Promise<void> {
    return this.page.run();
  }

  /** Never fails: what goes wrong is shown. */
  async receive(message: DossierViewMessage): Promise<void> {
    await this.page.during(message.kind, () => this.handle(message));
  }

  dispose(): void {
    this.page.dispose();
  }

  private async handle(message: DossierViewMessage): Promise<void> {
    const { ports, page } = this;
    const { sourceId } = this.current;
    switch (message.kind) {
      case 'ready':
        page.load();
        return;
      case 'setWithAssumed':
        if (message.withAssumed === this.current.withAssumed) return;
        this.current = { ...this.current, withAssumed: message.withAssumed };
        await page.run();
        return;
      case 'openChain':
        await ports.openChain(sourceId, message.subject, toChainTitle(message.subject));
        return;
      case 'export':
        await this.export(message.format);
        return;
      default:
        await carryOut(message, { sourceId, ports, log: ports.log, page });
    }
  }

  private async export(format: DocumentFormat): Promise<void> {
    const params = this.toParams();
    const name = toFileName('dossier', params.accessKeyId);
    const file = { title: 'Export Access-Key Dossier', saveLabel: 'Export', name, extension: fileExtensions[format] };
    const { server, saveFile, withProgress } = this.ports;
    const text = await withProgress('Exporting the dossier', (signal) =>
      server.ask('dossierText', { ...params, format }, signal),
    );
    await saveFile(file, text);
  }

  private toParams() {
    const { sourceId, accessKeyId, withAssumed } = this.current;
    return { sourceId, accessKeyId, withAssumed };
  }
}

/** The index is quick; what takes time are originals. */
function toReadText({ logsDone, logsTotal }: Pick<SearchProgress, 'logsDone' | 'logsTotal'>): string {
  return `${toCountText(logsDone)} of ${toNounText(logsTotal, 'original record')} read`;
}
