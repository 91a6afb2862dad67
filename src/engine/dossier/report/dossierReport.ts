import type { KeyDossier } from '../dossier';
import type { DossierAbout } from './dossierText';
import { toHtmlDossier } from './htmlDossier';
import { toJsonDossier } from './jsonDossier';
import { toMarkdownDossier } from './markdownDossier';
import { toTextDossier } from './textDossier';

export type { DossierAbout };

export const dossierFormats = ['text', 'markdown', 'html', 'json'] as const;
export type DossierFormat = (typeof dossierFormats)[number];

/** The dossier as one document. Times are UTC; nothing in it runs, is fetched, or can be read as markup. */
export function writeDossier(format: DossierFormat, dossier: KeyDossier, about: DossierAbout): string {
  switch (format) {
    case 'text':
      return toTextDossier(dossier, about);
    case 'markdown':
      return toMarkdownDossier(dossier, about);
    case 'html':
      return toHtmlDossier(dossier, about);
    case 'json':
      return toJsonDossier(dossier, about);
    default:
      return format satisfies never;
  }
}
