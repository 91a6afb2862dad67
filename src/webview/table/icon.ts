/** Paths in a box of 16 × 16, drawn as lines. */
const paths = {
  check: 'M2.5 8.5l3.5 3.5 7.5-8',
  warning: 'M8 2L1.5 13.5h13zM8 6.5v3.5M8 11.5v.6',
  error: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5.5 5.5l5 5M10.5 5.5l-5 5',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7v4.5M8 4.4v.8',
  ascending: 'M8 13V3.5M4 7.2L8 3.2l4 4',
  descending: 'M8 3v9.5M4 8.8l4 4 4-4',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  columns: 'M1.5 2.5h13v11h-13zM6 2.5v11M10.2 2.5v11',
  copy: 'M5.5 5.5h8v9h-8zM10.5 5.5v-4h-8v9h3',
  edit: 'M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6z',
  export: 'M8 10V2M4.8 5L8 1.8 11.2 5M2.5 9v5h11V9',
  timeline: 'M1.5 14.5h13M3 12V8.5M5.5 12V5M8 12V7M10.5 12V2.5M13 12V9.5',
  chevron: 'M4 6.2l4 4 4-4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  whole: 'M1.8 4v8M14.2 4v8M4 8h8M6 6L4 8l2 2M10 6l2 2-2 2',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.5V8l2.6 1.8',
  refresh: 'M13.2 8a5.2 5.2 0 1 1-1.6-3.8M13.5 1.8v3h-3',
  more: 'M3.4 8h.1M8 8h.1M12.6 8h.1',
} as const;

export type IconName = keyof typeof paths;

/** Says nothing to a screen reader: words stand beside it. */
export function newIcon(name: IconName): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
