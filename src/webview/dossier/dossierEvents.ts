import type { ChainGap, RecordRef, SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';
import type { DossierViewMessage } from '../../protocol/sessionMessages';
import type { DocumentFormat } from '../../protocol/sessionRequests';

/** What a dossier can ask for. */
export interface DossierEvents {
  readonly onRecord: (record: RecordRef, preserveFocus: boolean) => void;
  readonly onSearch: (query: string) => void;
  readonly onTimeline: (subject: TimelineSubject) => void;
  readonly onChain: (subject: SessionSubject) => void;
  readonly onDossier: (accessKeyId: string) => void;
  readonly onIndex: (toIndex: NonNullable<ChainGap['toIndex']>) => void;
  readonly onCopy: (what: string, text: string) => void;
  readonly onWithAssumed: (withAssumed: boolean) => void;
  readonly onRefresh: () => void;
  readonly onExport: (format: DocumentFormat) => void;
}

export function newDossierEvents(tell: (message: DossierViewMessage) => void): DossierEvents {
  return {
    onRecord: (record, preserveFocus) => {
      tell({ kind: 'openRecord', record, preserveFocus });
    },
    onSearch: (query) => {
      tell({ kind: 'search', query });
    },
    onTimeline: (subject) => {
      tell({ kind: 'openTimeline', subject });
    },
    onChain: (subject) => {
      tell({ kind: 'openChain', subject });
    },
    onDossier: (accessKeyId) => {
      tell({ kind: 'openDossier', accessKeyId });
    },
    onIndex: (toIndex) => {
      tell({ kind: 'index', toIndex });
    },
    onCopy: (what, text) => {
      tell({ kind: 'copyText', what, text });
    },
    onWithAssumed: (withAssumed) => {
      tell({ kind: 'setWithAssumed', withAssumed });
    },
    onRefresh: () => {
      tell({ kind: 'retry' });
    },
    onExport: (format) => {
      tell({ kind: 'export', format });
    },
  };
}
