import { accountColours } from './accounts';
import { toOpaque } from '../table/colour';
import type { Palette } from './picture';

const accountVariables = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'].map(
  (name) => `--vscode-charts-${name}`,
);

/** The theme's colours as they are now: a file cannot follow the theme. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (names: readonly string[], fallback: string): string =>
    names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== '') ?? fallback;
  const foreground = read(['--vscode-foreground', '--vscode-editor-foreground'], '#1f1f1f');
  const border = read(['--vscode-contrastBorder', '--vscode-editorWidget-border', '--vscode-panel-border'], foreground);
  return {
    background: read(['--vscode-editor-background'], '#ffffff'),
    foreground,
    muted: read(['--vscode-descriptionForeground'], foreground),
    line: read(['--vscode-descriptionForeground'], foreground),
    card: read(['--vscode-editorWidget-background', '--vscode-editor-background'], '#ffffff'),
    border,
    warning: read(['--vscode-editorWarning-foreground'], foreground),
    accounts: accountVariables.slice(0, accountColours).map((name) => toOpaque(read([name], foreground))),
  };
}
