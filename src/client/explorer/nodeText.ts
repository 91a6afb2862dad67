import { toSizeText } from '../../base/byteSize';
import { toDisplayText, toMarkdownCode, toMarkdownText } from '../../base/displayText';
import type { UserErrorData } from '../../base/errors';
import { toUtcText } from '../../base/time';
import type { ContainerNode, ObjectNode, ProblemNode, TrailLevel } from '../../engine/trail/trailNode';
import type { SourceRoot } from '../../protocol/requests';
import { canPolicyHelp, toProblemTitle } from '../problemText';
import type { ElementNode, TreeElement } from './treeElement';

/**
 * What menus ask for with `viewItem`: `source.<place>`, `container.<level>.<place>`, `object.<kind>.<place>[.archived]`,
 * `problem.<code>.<place>[.policy]`, where a place is `s3`, `store` (what the AWS console does not show) or `local`.
 */
export function toContextValue({ node, root }: TreeElement): string {
  const place = root === undefined ? 's3' : toPlace(root);
  switch (node.type) {
    case 'source':
      return `source.${place}`;
    case 'container':
      return `container.${node.level}.${place}`;
    case 'object':
      return `object.${node.kind}.${place}${node.isArchived ? '.archived' : ''}`;
    case 'problem':
      return `problem.${node.error.code}.${place}${place !== 'local' && canPolicyHelp(node.error) ? '.policy' : ''}`;
    case 'settingsProblem':
      return node.index < 0 ? 'problem.server' : 'problem.settings';
    case 'more':
    case 'note':
      return node.type;
    default:
      return node satisfies never;
  }
}

/** S3-compatible stores have no console of AWS's, and access points no page for objects in it. */
function toPlace({ isLocal, config }: SourceRoot): 'local' | 's3' | 'store' {
  if (isLocal) return 'local';
  return config.endpoint !== undefined || /^s3:\/\/arn:/i.test(config.uri) ? 'store' : 's3';
}

export function toNodeLabel({ node, root }: TreeElement): string {
  switch (node.type) {
    case 'source':
      return toDisplayText(root?.label ?? '');
    case 'problem':
      return toProblemTitle(node.error);
    case 'settingsProblem':
      return toDisplayText(node.message);
    case 'container':
    case 'object':
    case 'more':
    case 'note':
      return toDisplayText(node.label);
    default:
      return node satisfies never;
  }
}

export function toNodeDescription({ node, root, listedDescription }: TreeElement): string | undefined {
  if (node.type === 'problem') return toDisplayText(node.error.message);
  if (node.type === 'source') return toDisplayText(listedDescription ?? root?.location ?? '');
  const text = listedDescription ?? ('description' in node ? node.description : undefined);
  if (text === undefined) return undefined;
  const organization = node.type === 'container' && node.level === 'account' ? findOrganization(node) : undefined;
  const isMissing = organization !== undefined && !text.includes(organization);
  return toDisplayText(isMissing ? `${text} · ${organization}` : text);
}

/** The id stands in no label: the level of the organization is not shown. */
function findOrganization({ prefix }: ContainerNode): string | undefined {
  return /(?:^|\/)AWSLogs\/(o-[a-z0-9]{10,32})\//.exec(prefix)?.[1];
}

/** Markdown in which nothing that S3 or a log said can become anything but text. */
export function toTooltip({ node, root }: TreeElement): string | undefined {
  switch (node.type) {
    case 'source':
      return root === undefined ? undefined : toSourceTooltip(root);
    case 'object':
      return toObjectTooltip(node);
    case 'problem':
      return toProblemTooltip(node.error);
    case 'container':
      return toContainerTooltip(node);
    case 'settingsProblem':
    case 'note':
    case 'more':
      return undefined;
    default:
      return node satisfies never;
  }
}

/** For screen readers, where the label and icon alone do not say what the node is. */
export function toAccessibleLabel(element: TreeElement): string {
  const { node } = element;
  const label = toNodeLabel(element);
  const description = toNodeDescription(element) ?? '';
  if (node.type === 'problem') return `${label}. ${description}`;
  const name = node.type === 'container' ? toSpokenContainer(node) : [toAccessibleKind(node), label];
  // The word for the level was said before the name.
  const facts = description.split(' · ').filter((fact) => node.type !== 'container' || fact !== node.level);
  return [...name, ...facts].filter((word) => word !== undefined && word !== '').join(', ');
}

const levelWords: Readonly<Partial<Record<TrailLevel, string>>> = {
  folder: 'Folder',
  organization: 'Organization',
  account: 'Account',
  region: 'Region',
  year: 'Year',
  month: 'Month',
  day: 'Day',
};

/** `Month 2026-01`, `Digests`; of a folded node, each of its levels: `us-east-1, month 2026-01`. */
function toSpokenContainer({ label, level }: ContainerNode): readonly string[] {
  const outer = toDisplayText(label).split(' / ');
  const last = outer.pop() ?? '';
  const word = levelWords[level];
  if (word === undefined) return [...outer, last];
  return [...outer, `${outer.length === 0 ? word : word.toLowerCase()} ${last}`];
}

function toAccessibleKind(node: Exclude<ElementNode, ContainerNode | ProblemNode>): string | undefined {
  switch (node.type) {
    case 'object': {
      const kind = { log: 'Log file', digest: 'Digest file', insight: 'Insight file', other: 'File' }[node.kind];
      return node.isArchived ? `Archived ${kind.toLowerCase()}` : kind;
    }
    case 'settingsProblem':
      return 'Problem';
    case 'source':
      return 'Source';
    case 'more':
    case 'note':
      return undefined;
    default:
      return node satisfies never;
  }
}

function toObjectTooltip(node: ObjectNode): string {
  const rows = [
    ['Size', `${toSizeText(node.sizeBytes)} (${node.sizeBytes} bytes as stored)`],
    ['Modified', node.lastModified === undefined ? undefined : toUtcText(node.lastModified)],
    ['ETag', node.etag],
    ['Storage class', node.storageClass],
  ] as const;
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${toMarkdownCode(value)}`]));
  const archived = node.isArchived ? ['', 'Archived: S3 hands it out only after a restore.'] : [];
  return [toMarkdownCode(node.uri, 1200), '', ...lines, ...archived].join('\n');
}

function toContainerTooltip(node: ContainerNode): string {
  const organization = findOrganization(node);
  const lines = organization === undefined ? [] : ['', `- Organization: ${toMarkdownCode(organization)}`];
  return [toMarkdownText(node.label), '', toMarkdownCode(node.prefix), ...lines].join('\n');
}

function toSourceTooltip({ label, location, config }: SourceRoot): string {
  const rows = [
    ['Profile', config.profile],
    ['Region', config.region],
    ['Endpoint', config.endpoint],
  ] as const;
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${toMarkdownCode(value)}`]));
  return [`**${toMarkdownText(label)}**`, '', toMarkdownCode(location), '', ...lines].join('\n');
}

function toProblemTooltip({ message, operation, identity, nextStep }: UserErrorData): string {
  const rows = [
    ['Call', operation],
    ['As', identity],
  ] as const;
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${toMarkdownCode(value)}`]));
  const next = nextStep === undefined ? [] : ['', toMarkdownText(nextStep)];
  return [toMarkdownText(message, 1200), '', ...lines, ...next].join('\n');
}
