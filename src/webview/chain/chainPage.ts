import { toDisplayText } from '../../base/displayText';
import type { ChainEdge } from '../../engine/session/session';
import type { ChainHostMessage, ChainViewMessage, SavedChain } from '../../protocol/sessionMessages';
import { newElement } from '../table/element';
import { toAccountColours } from './accounts';
import type { LayOut } from './chainLayout';
import { toChainTimeline } from './chainSubjects';
import { newChainToolbar, type ChainExport, type ChainToolbar } from './chainToolbar';
import { newEdgeDetails, newNodeDetails, newNothingSelected, type DetailEvents } from './detailsView';
import { GraphView } from './graphView';
import { newLegend } from './legend';
import { newListView } from './listView';
import { readPalette } from './palette';
import { toPicture } from './picture';
import { toPngBase64 } from './pngPicture';
import { toNoun } from './sessionText';
import { toSvgText } from './svgPicture';
import { newWayUp } from './wayUpLine';
import { findGroupOf, toVisibleChain, type VisibleChain } from './visibleChain';

type Shown = ChainHostMessage & { readonly kind: 'show' };

export interface ChainPagePorts {
  readonly tell: (message: ChainViewMessage) => void;
  readonly save: (saved: SavedChain) => void;
  readonly say: (text: string, isWarning: boolean) => void;
  readonly layOut: LayOut;
}

/** One chain: its graph, its list, and what is known of the node or arrow that is selected. */
export class ChainPage {
  readonly top: readonly HTMLElement[];
  readonly main: readonly HTMLElement[];
  readonly legend = newLegend();
  private readonly graph: GraphView;
  private readonly list: HTMLElement;
  private readonly details = newElement('aside', { class: 'details-pane', attributes: { 'aria-label': 'Details' } });
  private readonly toolbar: ChainToolbar;
  private readonly names: ReadonlyMap<string, string>;
  private readonly colours: ReadonlyMap<string, number>;
  private readonly openGroups: Set<string>;
  private visible: VisibleChain;
  private selected: string | undefined;
  private view: 'graph' | 'list';

  constructor(
    private readonly shown: Shown,
    private readonly saved: SavedChain,
    private readonly ports: ChainPagePorts,
  ) {
    const { chain, coverage, title } = shown;
    this.names = new Map(chain.nodes.map(({ id, name }) => [id, toDisplayText(name, 160)]));
    this.colours = toAccountColours(chain);
    this.openGroups = new Set(saved.openGroups);
    this.view = saved.view ?? 'graph';
    this.visible = toVisibleChain(chain, this.openGroups);
    this.graph = new GraphView({
      onSelect: (id) => {
        this.select(id);
      },
      onOpen: (id, preserveFocus) => {
        this.open(id, preserveFocus);
      },
      onZoom: () => {
        this.changed();
      },
    });
    this.list = newListView(chain, this.names, this.newDetailEvents());
    this.toolbar = newChainToolbar(chain, coverage, title, this.newToolbarEvents());
    const [bar, ...statements] = this.toolbar.elements;
    const wayUp = newWayUp(chain, (nodeId) => {
      this.selectNode(nodeId);
    });
    this.top = [bar, wayUp, ...statements].filter((element) => element !== undefined);
    this.main = [this.graph.element, this.list, this.details];
  }

  /** Once its elements are in the document, and have a size. */
  start(): void {
    this.draw(this.saved.zoom);
    this.setView(this.view);
    if (this.saved.zoom === undefined) this.graph.showFirst();
    const wanted = this.saved.selected;
    this.select(wanted !== undefined && this.isDrawn(wanted) ? wanted : this.visible.start);
  }

  focus(): void {
    if (this.view === 'graph') this.graph.focus();
  }

  private draw(zoom?: number): void {
    const { visible: chain, names, colours } = this;
    const layout = this.ports.layOut(chain);
    this.graph.show({ chain, layout, names, colours }, zoom);
  }

  private select(id: string): void {
    this.selected = id;
    this.graph.select(id);
    const context = { chain: this.shown.chain, names: this.names, events: this.newDetailEvents() };
    const node = this.visible.nodes.find((visible) => visible.id === id);
    const edge = this.visible.edges.find((visible) => visible.id === id);
    this.details.replaceChildren(
      ...(node !== undefined
        ? newNodeDetails(node, context)
        : edge !== undefined
          ? newEdgeDetails(edge, context)
          : newNothingSelected()),
    );
    this.details.scrollTop = 0;
    this.changed();
  }

  /** A node that is folded shows itself first. */
  private selectNode(nodeId: string): void {
    const group = findGroupOf(this.visible, nodeId);
    if (group !== undefined) this.openGroup(group.id);
    this.select(nodeId);
  }

  private selectEdge(edge: ChainEdge): void {
    const holder = this.visible.edges.find(({ edges }) => edges.includes(edge));
    if (holder?.edges.length === 1) this.select(holder.id);
    else {
      this.selectNode(edge.from);
      this.selectNode(edge.to);
      const shown = this.visible.edges.find(({ edges }) => edges.includes(edge));
      if (shown !== undefined) this.select(shown.id);
    }
  }

  private open(id: string, preserveFocus: boolean): void {
    const node = this.visible.nodes.find((visible) => visible.id === id);
    if (node?.kind === 'group') {
      this.openGroup(id);
      const [first] = node.group.members;
      if (first !== undefined) this.select(first.id);
      this.graph.focus();
      return;
    }
    const edges = this.visible.edges.filter((edge) => edge.id === id || edge.to === id);
    const record = edges[0]?.edges[0]?.records[0];
    if (record !== undefined) this.ports.tell({ kind: 'openRecord', record, preserveFocus });
    else this.ports.say('No record of the index issued this: see the details.', true);
  }

  private openGroup(id: string): void {
    const group = this.visible.nodes.find((visible) => visible.id === id);
    this.openGroups.add(id);
    this.visible = toVisibleChain(this.shown.chain, this.openGroups);
    this.draw();
    if (group?.kind === 'group') this.ports.say(`${toNoun(group.group.members.length, 'session')} shown`, false);
  }

  private fold(): void {
    this.openGroups.clear();
    this.visible = toVisibleChain(this.shown.chain, this.openGroups);
    this.draw();
    const { selected } = this;
    this.select(selected !== undefined && this.isDrawn(selected) ? selected : this.visible.start);
    this.graph.focus();
  }

  private isDrawn(id: string): boolean {
    return [...this.visible.nodes, ...this.visible.edges].some((visible) => visible.id === id);
  }

  private setView(view: 'graph' | 'list'): void {
    this.view = view;
    document.body.dataset['view'] = view;
    this.changed();
    if (view === 'graph' && this.selected !== undefined) this.graph.select(this.selected);
  }

  private changed(): void {
    const { view, saved, selected } = this;
    const zoom = this.graph.currentZoom;
    this.toolbar.update({ view, zoom, hasOpenGroups: this.openGroups.size > 0 });
    const { sourceId, subject, title } = saved;
    const openGroups = [...this.openGroups];
    this.ports.save({
      sourceId,
      subject,
      title,
      ...(selected === undefined ? {} : { selected }),
      zoom,
      view,
      ...(openGroups.length === 0 ? {} : { openGroups }),
    });
  }

  private newToolbarEvents(): Parameters<typeof newChainToolbar>[3] {
    const { chain, title } = this.shown;
    const subject = toChainTimeline(chain, toDisplayText(title, 120).replace(/^Role/, 'role'));
    return {
      onView: (view) => {
        this.setView(view);
      },
      onZoom: (step) => {
        this.graph.zoomBy(step);
      },
      onActualSize: () => {
        this.graph.setZoom(1);
      },
      onFit: () => {
        this.graph.fit();
      },
      onFold: () => {
        this.fold();
      },
      onTimeline:
        subject === undefined
          ? undefined
          : () => {
              this.ports.tell({ kind: 'openTimeline', subject });
            },
      onRefresh: () => {
        this.ports.tell({ kind: 'retry' });
      },
      onExport: (format) => {
        this.export(format);
      },
    };
  }

  private export(format: ChainExport): void {
    if (format !== 'svg' && format !== 'png') {
      this.ports.tell({ kind: 'export', format });
      return;
    }
    const picture = this.toPicture();
    const data = format === 'svg' ? toSvgText(picture) : toPngBase64(picture);
    if (data !== undefined) this.ports.tell({ kind: 'export', format, data });
    else this.ports.say('The graph is too large for a PNG: export it as SVG.', true);
  }

  private toPicture() {
    const { chain, coverage, title } = this.shown;
    const notes = [
      toDisplayText(coverage.text, 1000),
      ...(chain.cut === undefined ? [] : [toDisplayText(chain.cut, 500)]),
      ...chain.notes.map((note) => toDisplayText(note, 500)),
      ...chain.gaps.map(({ text }) => toDisplayText(text, 500)),
    ];
    const look = { palette: readPalette(), colours: this.colours };
    return toPicture(this.visible, this.ports.layOut(this.visible), { title: toDisplayText(title, 160), notes }, look);
  }

  private newDetailEvents(): DetailEvents {
    const { tell } = this.ports;
    return {
      onRecord: (record, preserveFocus) => {
        tell({ kind: 'openRecord', record, preserveFocus });
      },
      onDossier: (accessKeyId) => {
        tell({ kind: 'openDossier', accessKeyId });
      },
      onKeyTimeline: (id) => {
        tell({ kind: 'openTimeline', subject: { kind: 'key', id } });
      },
      onNode: (nodeId) => {
        this.selectNode(nodeId);
      },
      onCopy: (what, text) => {
        tell({ kind: 'copyText', what, text });
      },
      onTimeline: (subject) => {
        tell({ kind: 'openTimeline', subject });
      },
      onStart: (subject) => {
        tell({ kind: 'openChain', subject });
      },
      onSearch: (query) => {
        tell({ kind: 'search', query });
      },
      onIndex: (toIndex) => {
        tell({ kind: 'index', toIndex });
      },
      onEdge: (edge) => {
        this.selectEdge(edge);
      },
      onOpenGroup: (id) => {
        this.open(id, true);
      },
    };
  }
}

/** What was kept belongs to this chain and no other. */
export function isOf({ sourceId, subject }: SavedChain, other: SavedChain): boolean {
  return sourceId === other.sourceId && JSON.stringify(subject) === JSON.stringify(other.subject);
}
