import { htmlPolicy, htmlStyle } from './htmlStyle';
import { toMarkup } from './markup';

/** Of a page that carries all it needs: up to and with `<body>`. `title` is text, not markup. */
export function toHtmlHead(title: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${toMarkup(htmlPolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${toMarkup(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
`;
}
