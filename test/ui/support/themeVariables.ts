/**
 * The variables that VS Code hands to web views, as far as the views use them: colours of `Default Dark Modern`,
 * `Default Light Modern` and `Default High Contrast`, with the defaults of the colour registry.
 */
export type ThemeName = 'dark' | 'light' | 'contrast';

const fonts = {
  'font-family': 'system-ui, Ubuntu, "Droid Sans", sans-serif',
  'font-size': '13px',
  'editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
};

const dark = {
  foreground: '#cccccc',
  descriptionForeground: '#9d9d9d',
  errorForeground: '#f85149',
  focusBorder: '#0078d4',
  'editor-background': '#1f1f1f',
  'editorGroup-border': '#ffffff17',
  'panel-border': '#2b2b2b',
  'widget-border': '#313131',
  'widget-shadow': '#0000005c',
  'badge-background': '#616161',
  'badge-foreground': '#f8f8f8',
  'button-background': '#0078d4',
  'button-border': '#ffffff1a',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#026ec1',
  'toolbar-hoverBackground': '#5a5d5e50',
  'testing-iconPassed': '#73c991',
  'editorWarning-foreground': '#cca700',
  'list-hoverBackground': '#2a2d2e',
  'list-activeSelectionBackground': '#04395e',
  'list-activeSelectionForeground': '#ffffff',
  'list-inactiveSelectionBackground': '#37373d',
  'list-focusOutline': '#0078d4',
  'keybindingTable-headerBackground': '#cccccc0a',
  'tree-tableColumnsBorder': '#cccccc20',
  'tree-tableOddRowsBackground': '#cccccc0a',
  'editorIndentGuide-background1': '#404040',
  'textLink-foreground': '#4daafc',
  'progressBar-background': '#0078d4',
  'inputValidation-errorBackground': '#5a1d1d',
  'inputValidation-errorBorder': '#be1100',
  'input-background': '#313131',
  'input-border': '#3c3c3c',
  'input-foreground': '#cccccc',
  'input-placeholderForeground': '#989898',
  'menu-background': '#1f1f1f',
  'menu-foreground': '#cccccc',
  'menu-selectionBackground': '#0078d4',
  'menu-selectionForeground': '#ffffff',
  'sash-hoverBorder': '#0078d4',
};

const light: typeof dark = {
  foreground: '#3b3b3b',
  descriptionForeground: '#3b3b3b',
  errorForeground: '#f85149',
  focusBorder: '#005fb8',
  'editor-background': '#ffffff',
  'editorGroup-border': '#e5e5e5',
  'panel-border': '#e5e5e5',
  'widget-border': '#e5e5e5',
  'widget-shadow': '#00000029',
  'badge-background': '#cccccc',
  'badge-foreground': '#3b3b3b',
  'button-background': '#005fb8',
  'button-border': '#0000001a',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#0258a8',
  'toolbar-hoverBackground': '#b8b8b850',
  'testing-iconPassed': '#73c991',
  'editorWarning-foreground': '#bf8803',
  'list-hoverBackground': '#f2f2f2',
  'list-activeSelectionBackground': '#e8e8e8',
  'list-activeSelectionForeground': '#000000',
  'list-inactiveSelectionBackground': '#e4e6f1',
  'list-focusOutline': '#005fb8',
  'keybindingTable-headerBackground': '#3b3b3b0a',
  'tree-tableColumnsBorder': '#61616120',
  'tree-tableOddRowsBackground': '#3b3b3b0a',
  'editorIndentGuide-background1': '#d3d3d3',
  'textLink-foreground': '#005fb8',
  'progressBar-background': '#005fb8',
  'inputValidation-errorBackground': '#f2dede',
  'inputValidation-errorBorder': '#be1100',
  'input-background': '#ffffff',
  'input-border': '#cecece',
  'input-foreground': '#3b3b3b',
  'input-placeholderForeground': '#767676',
  'menu-background': '#ffffff',
  'menu-foreground': '#3b3b3b',
  'menu-selectionBackground': '#005fb8',
  'menu-selectionForeground': '#ffffff',
  'sash-hoverBorder': '#005fb8',
};

const contrast: Readonly<Record<string, string>> = {
  foreground: '#ffffff',
  descriptionForeground: '#ffffffb3',
  errorForeground: '#f48771',
  focusBorder: '#f38518',
  contrastBorder: '#6fc3df',
  contrastActiveBorder: '#f38518',
  'editor-background': '#000000',
  'editorGroup-border': '#6fc3df',
  'panel-border': '#6fc3df',
  'widget-border': '#6fc3df',
  'badge-background': '#000000',
  'badge-foreground': '#ffffff',
  'button-background': '#000000',
  'button-border': '#6fc3df',
  'button-foreground': '#ffffff',
  'toolbar-hoverOutline': '#f38518',
  'testing-iconPassed': '#73c991',
  'editorWarning-foreground': '#ffd370',
  'list-hoverBackground': '#ffffff1a',
  'list-focusOutline': '#f38518',
  'editorIndentGuide-background1': '#ffffff',
  'textLink-foreground': '#21a6ff',
  'progressBar-background': '#6fc3df',
  'inputValidation-errorBackground': '#000000',
  'inputValidation-errorBorder': '#6fc3df',
  'input-background': '#000000',
  'input-border': '#6fc3df',
  'input-foreground': '#ffffff',
  'menu-background': '#000000',
  'menu-foreground': '#ffffff',
  'menu-border': '#6fc3df',
  'menu-selectionBorder': '#f38518',
};

const themes: Readonly<
  Record<ThemeName, { readonly kind: string; readonly colors: Readonly<Record<string, string>> }>
> = {
  dark: { kind: 'vscode-dark', colors: dark },
  light: { kind: 'vscode-light', colors: light },
  contrast: { kind: 'vscode-high-contrast', colors: contrast },
};

/** Sets the variables on the page's root and the theme's class on its body, as VS Code does. */
export function toThemeScript(theme: ThemeName): string {
  const { kind, colors } = themes[theme];
  return `(() => {
    const variables = ${JSON.stringify({ ...fonts, ...colors })};
    const style = document.documentElement.style;
    for (const name of [...style]) style.removeProperty(name);
    for (const [name, value] of Object.entries(variables)) style.setProperty('--vscode-' + name, value);
    style.colorScheme = '${theme === 'light' ? 'light' : 'dark'}';
    document.body.className = '${kind}';
  })()`;
}
