import { ThemeIcon, TreeItem, TreeItemCollapsibleState, type MarkdownString } from 'vscode';
import type { Weight } from '../../engine/digest/validation';
import { fromTree } from '../explorer/treeItem';
import { newErrorIcon, newPassIcon, newWarningIcon } from '../results/resultItem';
import { toPlainMarkdown } from '../views/plainMarkdown';
import { toIntegrityContext, toIntegrityText, toSpokenIntegrity } from './integrityText';
import { isRunFinding, problemFindingId, type IntegrityElement, type RunFact } from './integrityTree';

export function toIntegrityItem(element: IntegrityElement): TreeItem {
  const { label, description } = toIntegrityText(element);
  const item = new TreeItem(label, toState(element));
  item.id = element.id;
  item.contextValue = toIntegrityContext(element);
  item.iconPath = toIcon(element);
  item.accessibilityInformation = { label: toSpokenIntegrity(element) };
  if (description !== undefined) item.description = description;
  const command = findCommand(element);
  if (command !== undefined) item.command = { command, title: 'Open', arguments: [element, fromTree] };
  return item;
}

/** Made when the pointer rests on a node. */
export function toIntegrityTooltip(element: IntegrityElement): MarkdownString | undefined {
  const { tooltip } = toIntegrityText(element);
  return tooltip === undefined ? undefined : toPlainMarkdown(tooltip);
}

/** What is wrong or not proven stands open; a finding is opened for its objects. */
function toState({ node }: IntegrityElement): TreeItemCollapsibleState {
  switch (node.type) {
    case 'run':
      return TreeItemCollapsibleState.Expanded;
    case 'group': {
      const isOpen = node.findings.some(({ weight }) => weight !== 'none');
      return isOpen ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
    }
    case 'finding': {
      const { id } = node.finding;
      const isLeaf = isRunFinding(node.finding) && id !== problemFindingId;
      return isLeaf ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
    }
    case 'fact':
    case 'object':
    case 'hour':
    case 'trouble':
    case 'more':
    case 'problem':
      return TreeItemCollapsibleState.None;
    default:
      return node satisfies never;
  }
}

/** What a click does. Of what is not there, the digest that names it is opened. */
function findCommand(element: IntegrityElement): string | undefined {
  if (element.isA('more')) return 'trailcase.loadMoreResults';
  if (element.documentUri !== undefined) return 'trailcase.open';
  return element.digestUri === undefined ? undefined : 'trailcase.openDigest';
}

const factIcons: Readonly<Record<RunFact, string>> = { digest: 'verified', log: 'json', copy: 'copy', keys: 'key' };

function toIcon({ node, run }: IntegrityElement): ThemeIcon {
  switch (node.type) {
    case 'run':
      return toWeightIcon(toVerdictWeight(run?.header.verdict), 'pass');
    case 'fact':
      return new ThemeIcon(factIcons[node.fact]);
    case 'group':
      return node.group === 'hours' ? new ThemeIcon('clock') : toWeightIcon(node.group, 'info');
    case 'finding':
      return toWeightIcon(node.finding.weight, 'info');
    case 'object':
      return new ThemeIcon(node.object.kind === 'log' ? 'json' : 'verified');
    case 'hour':
      return new ThemeIcon('clock');
    case 'trouble':
      return newWarningIcon();
    case 'more':
      return new ThemeIcon('ellipsis');
    case 'problem':
      return newErrorIcon();
    default:
      return node satisfies never;
  }
}

function toVerdictWeight(verdict: 'proven' | 'wrong' | 'unproven' | undefined): Weight {
  return verdict === 'wrong' || verdict === 'unproven' ? verdict : 'none';
}

function toWeightIcon(weight: Weight, harmless: 'pass' | 'info'): ThemeIcon {
  if (weight === 'wrong') return newErrorIcon();
  if (weight === 'unproven') return newWarningIcon();
  return harmless === 'pass' ? newPassIcon() : new ThemeIcon('info');
}
