import { randomBytes } from 'node:crypto';

export interface WebviewPage {
  /** `webview.cspSource`: where styles may come from. */
  readonly cspSource: string;
  /** As the webview can load it, see `webview.asWebviewUri`. */
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly nonce: string;
  readonly title: string;
}

/** 128 random bits, for one page. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** A page of one script and one style sheet. Nothing else may be loaded, and nothing in it may be run or sent. */
export function toWebviewPage({ cspSource, scriptUri, styleUri, nonce, title }: WebviewPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${toAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${toAttribute(title)}</title>
<link rel="stylesheet" href="${toAttribute(styleUri)}">
</head>
<body>
<script nonce="${toAttribute(nonce)}" src="${toAttribute(scriptUri)}"></script>
</body>
</html>
`;
}

function toAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
