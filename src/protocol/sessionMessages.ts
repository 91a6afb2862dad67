import type { KeyDossier } from '../engine/dossier/dossier';
import type { ChainGap, RecordRef, RoleChain, SessionSubject } from '../engine/session/session';
import type { TimelineSubject } from '../engine/timeline/timeline';
import type { TableFailure } from './resultTableMessages';
import type { CoverageStatement } from './searchRequests';
import type { DocumentFormat } from './sessionRequests';

/** What the web views of a chain and of a dossier keep by themselves. */
export interface SavedChain {
  readonly sourceId: string;
  readonly subject: SessionSubject;
  readonly title: string;
  /** Id of a node, edge or group of the picture. */
  readonly selected?: string;
  readonly zoom?: number;
  readonly view?: 'graph' | 'list';
  /** Ids of groups of sibling sessions that were opened. */
  readonly openGroups?: readonly string[];
}

export interface SavedDossier {
  readonly sourceId: string;
  readonly accessKeyId: string;
  readonly withAssumed: boolean;
  readonly scrollTop?: number;
}

/** Extension host → web view of a role chain. */
export type ChainHostMessage =
  | { readonly kind: 'running'; readonly title: string; readonly saved: SavedChain; readonly text?: string }
  | {
      readonly kind: 'show';
      readonly title: string;
      readonly saved: SavedChain;
      readonly chain: RoleChain;
      readonly coverage: CoverageStatement;
    }
  | { readonly kind: 'failed'; readonly title: string; readonly saved: SavedChain; readonly failure: TableFailure }
  | { readonly kind: 'said'; readonly text: string; readonly isWarning: boolean };

/** Web view of a role chain → extension host. */
export type ChainViewMessage =
  | { readonly kind: 'ready'; readonly saved?: SavedChain }
  | SessionAction
  /** Make another node the start. */
  | { readonly kind: 'openChain'; readonly subject: SessionSubject }
  | { readonly kind: 'export'; readonly format: DocumentFormat | 'svg' | 'png'; readonly data?: string };

/** Extension host → web view of a dossier. */
export type DossierHostMessage =
  /** `text`: how far it is. */
  | { readonly kind: 'running'; readonly title: string; readonly saved: SavedDossier; readonly text?: string }
  | { readonly kind: 'show'; readonly title: string; readonly saved: SavedDossier; readonly dossier: KeyDossier }
  | { readonly kind: 'failed'; readonly title: string; readonly saved: SavedDossier; readonly failure: TableFailure }
  | { readonly kind: 'said'; readonly text: string; readonly isWarning: boolean };

/** Web view of a dossier → extension host. */
export type DossierViewMessage =
  | { readonly kind: 'ready'; readonly saved?: SavedDossier }
  | SessionAction
  | { readonly kind: 'setWithAssumed'; readonly withAssumed: boolean }
  | { readonly kind: 'openChain'; readonly subject: SessionSubject }
  | { readonly kind: 'export'; readonly format: DocumentFormat };

/** What both views can ask for. */
export type SessionAction =
  | { readonly kind: 'openRecord'; readonly record: RecordRef; readonly preserveFocus: boolean }
  | { readonly kind: 'openTimeline'; readonly subject: TimelineSubject }
  | { readonly kind: 'openDossier'; readonly accessKeyId: string }
  /** Search for exactly the records of a count. */
  | { readonly kind: 'search'; readonly query: string }
  | { readonly kind: 'index'; readonly toIndex: NonNullable<ChainGap['toIndex']> }
  | { readonly kind: 'copyText'; readonly what: string; readonly text: string }
  /** Ends what runs. */
  | { readonly kind: 'stop' }
  /** Asks again: also where the answer is there, more may be indexed by now. */
  | { readonly kind: 'retry' }
  | { readonly kind: 'broken'; readonly message: string };
