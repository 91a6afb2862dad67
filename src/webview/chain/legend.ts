import { newElement } from '../table/element';
import type { EdgeJoin } from '../../engine/session/session';
import { joinWords } from './sessionText';

const joins: readonly EdgeJoin[] = ['accessKey', 'sharedEvent', 'inferred'];
const namespace = 'http://www.w3.org/2000/svg';

/** What the lines mean, as they are drawn. */
export function newLegend(): HTMLElement {
  const samples = joins.map((join) =>
    newElement('span', { class: 'sample', children: [newSample(join), newElement('span', { text: joinWords[join] })] }),
  );
  return newElement('span', { class: 'legend', children: [...samples, newElement('span', { text: 'Times are UTC' })] });
}

function newSample(join: EdgeJoin): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 30 8');
  svg.setAttribute('class', `sample-line line ${join}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const part of join === 'sharedEvent' ? ['line-path', 'line-core'] : ['line-path']) {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('class', part);
    path.setAttribute('d', 'M0 4H30');
    svg.append(path);
  }
  return svg;
}
