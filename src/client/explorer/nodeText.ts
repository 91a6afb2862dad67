import { toSizeText } from '../../base/byteSize';
import { toDisplayText, toMarkdownCode, toMarkdownText } from '../../base/displayText';
import type { UserErrorCode, UserErrorData } from '../../base/errors';
import { toUtcText } from '../../base/time';
import type { ObjectNode } from '../../engine/trail/trailNode';
import type { SourceRoot } from '../../protocol/requests';
import type { ElementNode, TreeElement } from './treeElement';

/** What menus ask for with `viewItem`. `problem.<code>`, `object.<kind>.<s3|local>[.archived]`, `container.<level>.<s3|local>`. */
export function toContextValue({ node, root }: TreeElement): string {
  const place = root?.isLocal === true ? 'local' : 's3';
  switch (node.type) {
    case 'source':
      return `source.${place}`;
    case 'container':
      return `container.${node.level}.${place}`;
    case 'object':
      return `object.${node.kind}.${place}${node.isArchived ? '.archived' : ''}`;
    case 'problem':
      return `problem.${node.error.code}.${place}`;
    case 'settingsProblem':
      return node.index < 0 ? 'problem.server' : 'problem.settings';
    case 'more':
    case 'note':
      return node.type;
    default:
      return node satisfies never;
  }
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
  return text === undefined ? undefined : toDisplayText(text);
}

const problemTitles: Readonly<Partial<Record<UserErrorCode, string>>> = {
  accessDenied: 'Access denied',
  encryptionDenied: 'Decryption denied',
  credentialsMissing: 'No credentials',
  credentialsExpired: 'Credentials expired',
  credentialsInvalid: 'Credentials refused',
  archived: 'Archived',
  notFound: 'Not found',
  noSuchBucket: 'No such bucket',
  throttled: 'Slowed down by S3',
  network: 'Not reachable',
};

/** A few words that fit into a narrow side bar: `Access denied: s3:ListBucket`. The description has the whole message. */
function toProblemTitle({ code, operation }: UserErrorData): string {
  const title = problemTitles[code] ?? 'Cannot be listed';
  return operation === undefined ? title : `${title}: ${toDisplayText(operation)}`;
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
      return `${toMarkdownText(node.label)}\n\n${toMarkdownCode(node.prefix)}`;
    case 'settingsProblem':
    case 'note':
    case 'more':
      return undefined;
    default:
      return node satisfies never;
  }
}

/** For screen readers, where the label and icon alone do not say what the node is. */
export function toAccessibleLabel(element: TreeElement): string | undefined {
  const words = [toAccessibleKind(element.node), toNodeLabel(element), toNodeDescription(element)];
  return words.filter((word) => word !== undefined && word !== '').join(', ');
}

function toAccessibleKind(node: ElementNode): string | undefined {
  switch (node.type) {
    case 'object': {
      const kind = { log: 'Log file', digest: 'Digest file', insight: 'Insight file', other: 'File' }[node.kind];
      return node.isArchived ? `Archived ${kind.toLowerCase()}` : kind;
    }
    case 'problem':
    case 'settingsProblem':
      return 'Problem';
    case 'source':
      return 'Source';
    case 'container':
      return node.level === 'folder' ? 'Folder' : node.level;
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
