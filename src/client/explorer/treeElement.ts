import type {
  ContainerNode,
  MoreNode,
  NoteNode,
  ObjectNode,
  ProblemNode,
  TrailNode,
} from '../../engine/trail/trailNode';
import type { SourceRoot } from '../../protocol/requests';

/** The node above a source's first level. */
export interface SourceNode {
  readonly type: 'source';
  readonly prefix: string;
}

/** An entry of `trailcase.sources` that cannot be used. */
export interface SettingsProblemNode {
  readonly type: 'settingsProblem';
  readonly index: number;
  readonly message: string;
}

export type ElementNode = SourceNode | SettingsProblemNode | TrailNode;

/** One node as the views know it: the same object for as long as its parent's listing lives. */
export class TreeElement<N extends ElementNode = ElementNode> {
  /** Present once listed. */
  children: readonly TreeElement[] | undefined;
  /** What the listing of this node said of it; before that the node's own description counts. */
  listedDescription: string | undefined;

  constructor(
    readonly id: string,
    readonly node: N,
    /** Undefined for settings problems only. */
    readonly root: SourceRoot | undefined,
    readonly parent: TreeElement | undefined,
  ) {}

  isA<T extends ElementNode['type']>(
    ...types: readonly T[]
  ): this is TreeElement<Extract<ElementNode, { readonly type: T }>> {
    return types.some((type) => type === this.node.type);
  }
}

export type SourceElement = TreeElement<SourceNode>;
export type ContainerElement = TreeElement<ContainerNode>;
export type ObjectElement = TreeElement<ObjectNode>;
export type MoreElement = TreeElement<MoreNode>;
export type ProblemElement = TreeElement<ProblemNode>;
export type NoteElement = TreeElement<NoteNode>;

/** A node with children, and the prefix under which they lie. */
export type FolderElement = SourceElement | ContainerElement;

export function isFolder(element: TreeElement): element is FolderElement {
  return element.isA('source') || element.isA('container');
}

/** What a node stands for: an object's key, or (ending in `/`, or empty) a prefix. Undefined for what is neither. */
export function findElementKey(element: TreeElement): string | undefined {
  if (element.isA('object')) return element.node.key;
  return isFolder(element) ? element.node.prefix : undefined;
}

export function newSourceElement(root: SourceRoot): SourceElement {
  return new TreeElement<SourceNode>(
    `source ${root.sourceId}`,
    { type: 'source', prefix: root.prefix },
    root,
    undefined,
  );
}

/** Children of one parent; ids stay the same from listing to listing, so that the views keep what is expanded. */
export function newChildElements(parent: FolderElement, nodes: readonly TrailNode[]): readonly TreeElement[] {
  return nodes.map((node, index) => {
    const element = new TreeElement<TrailNode>(`${parent.id} ${toLocalId(node, index)}`, node, parent.root, parent);
    if (node.type === 'container' && node.children !== undefined && isFolder(element)) {
      element.children = newChildElements(element, node.children.nodes);
      element.listedDescription = node.children.parentDescription;
    }
    return element;
  });
}

function toLocalId(node: TrailNode, index: number): string {
  switch (node.type) {
    case 'container':
      return `container ${node.prefix}`;
    case 'object':
      return `object ${node.key}`;
    case 'more':
      return `more ${node.cursor}`;
    case 'problem':
    case 'note':
      return `${node.type} ${node.prefix} ${index}`;
    default:
      return node satisfies never;
  }
}
