import type { ChainNodeKind } from '../../engine/session/session';
import { kindPaths } from './kindPaths';

/** Says nothing to a screen reader: words stand beside it. */
export function newKindIcon(kind: ChainNodeKind | 'group'): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon kind-icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', kindPaths[kind]);
  svg.append(path);
  return svg;
}
