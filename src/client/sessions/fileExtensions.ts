import type { DocumentFormat } from '../../protocol/sessionRequests';

/** By what is exported. Without a dot. */
export const fileExtensions: Readonly<Record<DocumentFormat | 'svg' | 'png', string>> = {
  markdown: 'md',
  html: 'html',
  json: 'json',
  text: 'txt',
  svg: 'svg',
  png: 'png',
};
