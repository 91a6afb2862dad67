import type { Picture, Shape } from './picture';

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** A file of its own: no scripts, no links, nothing that is loaded. */
export function toSvgText({ width, height, title, shapes }: Picture): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">
<title>${escape(title)}</title>
<g font-family="${escape(font)}" stroke-linecap="round" stroke-linejoin="round">
${shapes.map(toElement).join('\n')}
</g>
</svg>
`;
}

function toElement(shape: Shape): string {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height } = shape.box;
      const stroke = toStroke(shape);
      return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${escape(shape.fill)}"${stroke}/>`;
    }
    case 'path': {
      const at = shape.at === undefined ? '' : ` transform="translate(${shape.at.x} ${shape.at.y})"`;
      const dash = shape.dash === undefined ? '' : ` stroke-dasharray="${shape.dash.join(' ')}"`;
      return `<path d="${escape(shape.path)}" fill="${escape(shape.fill ?? 'none')}"${toStroke(shape)}${dash}${at}/>`;
    }
    case 'text': {
      const anchor = { left: '', center: ' text-anchor="middle"', right: ' text-anchor="end"' }[shape.align ?? 'left'];
      const weight = shape.isBold === true ? ' font-weight="600"' : '';
      const { x, y } = shape.at;
      return `<text x="${x}" y="${y}" font-size="${shape.size}" fill="${escape(shape.fill)}"${anchor}${weight}>${escape(shape.text)}</text>`;
    }
    default:
      return shape satisfies never;
  }
}

function toStroke({ stroke, strokeWidth }: { readonly stroke?: string; readonly strokeWidth?: number }): string {
  return stroke === undefined ? '' : ` stroke="${escape(stroke)}" stroke-width="${strokeWidth ?? 1}"`;
}

/** What XML cannot hold at all was made visible before, by toDisplayText. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
