import { toCountText } from '../numberText';
import { toIntegrityText, toObjectFacts, toRunFacts, toSpan } from './integrityText';
import type { IntegrityElement, ShownRun } from './integrityTree';
import { toVerdictText, toWindowText } from './validationText';

/** A node as plain text, in lines; `children` are those that are loaded. Says of which run it is. */
export function toCopiedLines(element: IntegrityElement, children: readonly IntegrityElement[]): readonly string[] {
  const { node, run } = element;
  return [...toOwnLines(element, children), ...(run === undefined || node.type === 'run' ? [] : ['', toRunLine(run)])];
}

function toOwnLines(element: IntegrityElement, children: readonly IntegrityElement[]): readonly string[] {
  const { node, run } = element;
  switch (node.type) {
    case 'run':
      return run === undefined
        ? []
        : [toVerdictText(run.header), ...toFactLines(toRunFacts(run)), ...listTitles(children)];
    case 'group':
      return [toLine(element), ...children.map((child) => `- ${toLine(child)}`)];
    case 'finding': {
      const { title, meaning, explanations, nextStep } = node.finding;
      const more = children.find((child) => child.isA('more'))?.node;
      const left = more === undefined ? 0 : more.total - more.shown;
      return [
        title,
        meaning,
        ...explanations.map((text) => `- ${text}`),
        ...(nextStep === undefined ? [] : [nextStep]),
        ...(children.length === 0 ? [] : ['']),
        ...children.filter((child) => !child.isA('more')).map(toFoundLine),
        ...(left > 0 ? [`… and ${toCountText(left)} more`] : []),
      ];
    }
    case 'object':
      return [node.finding.title, ...toFactLines(toObjectFacts(node.object))];
    case 'hour':
      return [node.finding.title, toLine(element)];
    case 'fact':
    case 'trouble':
    case 'more':
    case 'problem':
      return [toLine(element)];
    default:
      return node satisfies never;
  }
}

/** One object or hour in one line, by its whole address. */
function toFoundLine(element: IntegrityElement): string {
  const { node } = element;
  if (node.type !== 'object') return toLine(element);
  const { uri, original, status, reason, from, to } = node.object;
  const name = uri ?? (original === undefined ? toSpan(from, to) : `s3://${original.bucket}/${original.key}`);
  return `${name}\t${reason === undefined ? status : `${status}: ${reason}`}`;
}

function listTitles(groups: readonly IntegrityElement[]): readonly string[] {
  const titles = groups.flatMap(({ node }) =>
    node.type === 'group' ? node.findings.map(({ title }) => `- ${title}`) : [],
  );
  return titles.length === 0 ? [] : ['', ...titles];
}

function toRunLine({ root, header }: ShownRun): string {
  return `${root.label}, ${toWindowText(header.window)}, by ${header.generator}`;
}

function toFactLines(facts: readonly (readonly [name: string, value: string])[]): readonly string[] {
  return facts.map(([name, value]) => `${name}: ${value}`);
}

function toLine(element: IntegrityElement): string {
  const { label, description } = toIntegrityText(element);
  return description === undefined || description === '' ? label : `${label}: ${description}`;
}
