import type { RecordClass } from '../../engine/timeline/timeline';
import { paintMark, type Pen } from './paint';

/** A class's mark in a square of that size, as the `d` of an SVG path. */
export function toPathData(name: RecordClass, sizePx: number): string {
  const parts: string[] = [];
  const pen: Pen = {
    moveTo: (x, y) => parts.push(`M${round(x)} ${round(y)}`),
    lineTo: (x, y) => parts.push(`L${round(x)} ${round(y)}`),
    rect: (x, y, width, height) =>
      parts.push(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`),
    // Marks have whole circles alone.
    arc: (x, y, radius) =>
      parts.push(
        `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`,
      ),
    closePath: () => parts.push('Z'),
  };
  paintMark(pen, name, { x: sizePx / 2, y: sizePx / 2, size: sizePx - 3 });
  return parts.join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
