/** All that ECharts draws our pictures with. */
const elements = new Set(['svg', 'g', 'defs', 'clipPath', 'path', 'rect', 'text', 'tspan']);
/** ECharts' rules for pointers: a file has none. */
const hoverRules = /<style\s*>\s*<!\[CDATA\[[^<]*\]\]>\s*<\/style>/g;
const tags = /<[/!?]?([^\s/>]*)(?:"[^"]*"|[^">])*>?/g;

/**
 * The drawing for other programs to open. Throws where it holds an element that our pictures have none of, or one that
 * reacts or loads: texts of logs stand in it, and a forgotten escape must not become markup there.
 */
export function toSoundSvg(drawn: string): string {
  const svg = drawn.replace(hoverRules, '');
  for (const [tag, name = ''] of svg.matchAll(tags)) {
    const isPlain = elements.has(name) && tag.endsWith('>') && !/\s(?:on\w+|href|xlink:href)\s*=/i.test(tag);
    if (!isPlain) throw new Error('The drawing is no sound SVG. Export it as PNG.');
  }
  return svg;
}
