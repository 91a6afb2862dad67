import type { RecordClass, TimelineGapKind } from '../../engine/timeline/timeline';
import type { Theme } from './drawing';
import { gapLooks } from './gaps';
import { toOpaque } from '../table/colour';
import { recordClasses } from './recordClasses';

/** Of the theme that VS Code gave this page; each with one that every theme has to fall back on. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (...names: readonly string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      if (value !== '') return value;
    }
    return style.color;
  };
  const colourOf = (name: RecordClass): string => {
    const look = recordClasses.find((candidate) => candidate.name === name);
    return look === undefined ? style.color : toOpaque(read(look.colour, '--vscode-foreground'));
  };
  const gapOf = (kind: TimelineGapKind): string => read(gapLooks[kind].colour, '--vscode-foreground');
  return {
    background: read('--vscode-editor-background'),
    foreground: read('--vscode-foreground', '--vscode-editor-foreground'),
    dim: read('--vscode-descriptionForeground', '--vscode-foreground'),
    line: read('--vscode-panel-border', '--vscode-contrastBorder', '--vscode-editorIndentGuide-background1'),
    focus: read('--vscode-focusBorder', '--vscode-foreground'),
    star: toOpaque(read('--vscode-charts-yellow', '--vscode-foreground')),
    classes: {
      read: colourOf('read'),
      write: colourOf('write'),
      error: colourOf('error'),
      denied: colourOf('denied'),
    },
    gaps: {
      notIndexed: gapOf('notIndexed'),
      partlyIndexed: gapOf('partlyIndexed'),
      unreadable: gapOf('unreadable'),
      provenQuiet: gapOf('provenQuiet'),
      unproven: gapOf('unproven'),
    },
    isHighContrast: /vscode-high-contrast/.test(document.body.className),
    // ECharts writes it into attributes of an SVG as it is.
    font: read('--vscode-font-family').replaceAll('"', "'").replace(/[<>&]/g, ''),
  };
}

/** Calls back when VS Code puts another theme on the page. */
export function watchTheme(onChange: () => void): void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
