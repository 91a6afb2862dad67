import { newButton } from './element';
import { newIcon } from './icon';
import { openMenu } from './popup';

/** A format that something can be exported in, and what the menu calls it. */
export interface ExportEntry<Format> {
  readonly text: string;
  readonly format: Format;
}

/** Opens a menu of the formats below it. */
export function newExportButton<Format>(
  entries: readonly ExportEntry<Format>[],
  onExport: (format: Format) => void,
): HTMLElement {
  const button = newButton({
    text: 'Export…',
    icon: newIcon('export'),
    attributes: { 'aria-haspopup': 'true', 'aria-expanded': 'false' },
    onClick: () => {
      const items = entries.map(({ text, format }) => ({
        text,
        onChoose: () => {
          onExport(format);
        },
      }));
      openMenu(button, 'Export', items);
    },
  });
  return button;
}
