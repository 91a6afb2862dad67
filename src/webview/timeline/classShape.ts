import type { RecordClass } from '../../engine/timeline/timeline';
import { toPathData } from './pathData';

const sizePx = 14;

/** The shape of a class's marks, for legends: the very one that is drawn. */
export function newClassShape(name: RecordClass): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', `0 0 ${sizePx} ${sizePx}`);
  svg.setAttribute('class', `shape shape-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', toPathData(name, sizePx));
  svg.append(path);
  return svg;
}
