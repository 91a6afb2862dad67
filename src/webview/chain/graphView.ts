import { newElement } from '../table/element';
import { toGraphAction } from './chainKeys';
import { toArrowHead, toPath, type ChainLayout } from './chainLayout';
import { newKindIcon } from './kindIcon';
import { toEdgeLabel, toEdgeText, toEdgeTitle, toNodeLabel, toNodeText } from './nodeText';
import type { VisibleChain, VisibleEdge, VisibleNode } from './visibleChain';
import { move } from './walk';
import { toFirstZoom, toFit, toZoom, zoomBy, type Size } from './zoom';

export interface GraphEvents {
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string, preserveFocus: boolean) => void;
  readonly onZoom: (zoom: number) => void;
}

export interface GraphContent {
  readonly chain: VisibleChain;
  readonly layout: ChainLayout;
  readonly names: ReadonlyMap<string, string>;
  readonly colours: ReadonlyMap<string, number>;
}

const namespace = 'http://www.w3.org/2000/svg';

/** The chain as a graph: cards and words of arrows are elements that take the focus, lines are drawn behind them. */
export class GraphView {
  readonly element: HTMLElement;
  private readonly canvas = newElement('div', { class: 'canvas' });
  private readonly space = newElement('div', { class: 'space', children: [this.canvas] });
  private readonly stops = new Map<string, HTMLElement>();
  private readonly lines = new Map<string, SVGGElement>();
  private content: GraphContent | undefined;
  private selected: string | undefined;
  private zoom = 1;

  constructor(private readonly events: GraphEvents) {
    this.element = newElement('div', {
      class: 'graph',
      attributes: {
        role: 'application',
        'aria-label':
          'Role chain as a graph. Left and right follow the arrows, up and down stay in a column, Enter opens the record; the list shows the same as a table.',
      },
      children: [this.space],
    });
    this.element.addEventListener('keydown', (event) => {
      if (this.press(event)) event.preventDefault();
    });
    this.element.addEventListener('wheel', this.wheel, { passive: false });
    this.element.addEventListener('pointerdown', this.startPan);
  }

  get currentZoom(): number {
    return this.zoom;
  }

  /** `zoom`: as it was left; absent: what suits the chain. */
  show(content: GraphContent, zoom?: number): void {
    this.content = content;
    this.stops.clear();
    this.lines.clear();
    const { chain, layout } = content;
    const svg = document.createElementNS(namespace, 'svg');
    svg.setAttribute('class', 'lines');
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('width', String(layout.width));
    svg.setAttribute('height', String(layout.height));
    for (const edge of chain.edges) svg.append(this.newLine(edge));
    const cards = chain.nodes.map((visible) => this.newCard(visible));
    const labels = chain.edges.map((edge) => this.newLabel(edge));
    this.canvas.replaceChildren(svg, ...labels, ...cards);
    this.setZoom(zoom ?? this.zoom);
  }

  /** Once the view has its size. */
  showFirst(): void {
    if (this.content === undefined) return;
    this.setZoom(toFirstZoom(this.content.layout, this.size));
    this.reveal(this.content.chain.start, 'center');
  }

  fit(): void {
    if (this.content === undefined) return;
    this.setZoom(toFit(this.content.layout, this.size));
    this.element.scrollTo(0, 0);
  }

  zoomBy(steps: number): void {
    this.setZoom(zoomBy(this.zoom, steps));
    if (this.selected !== undefined) this.reveal(this.selected);
  }

  setZoom(zoom: number): void {
    if (this.content === undefined) return;
    const { width, height } = this.content.layout;
    this.zoom = toZoom(zoom);
    this.canvas.style.transform = `scale(${this.zoom})`;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.space.style.width = `${width * this.zoom}px`;
    this.space.style.height = `${height * this.zoom}px`;
    this.events.onZoom(this.zoom);
  }

  select(id: string | undefined): void {
    this.selected = id;
    const { chain } = this.content ?? {};
    for (const [stopId, stop] of this.stops) {
      stop.classList.toggle('selected', stopId === id);
      stop.setAttribute('aria-pressed', String(stopId === id));
      stop.tabIndex = stopId === (id ?? chain?.start) ? 0 : -1;
    }
    for (const edge of chain?.edges ?? []) {
      const isNear = id === edge.id || id === edge.from || id === edge.to;
      this.lines.get(edge.id)?.classList.toggle('near', isNear);
      this.stops.get(edge.id)?.classList.toggle('near', isNear);
    }
    if (id !== undefined) this.reveal(id);
  }

  focus(): void {
    this.stops.get(this.selected ?? this.content?.chain.start ?? '')?.focus({ preventScroll: true });
  }

  private get size(): Size {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  private reveal(id: string, inline: ScrollLogicalPosition = 'nearest'): void {
    this.stops.get(id)?.scrollIntoView({ block: inline, inline });
  }

  private press(event: KeyboardEvent): boolean {
    const action = toGraphAction(event);
    const at = this.selected ?? this.content?.chain.start;
    if (action === undefined || this.content === undefined || at === undefined) return false;
    switch (action.kind) {
      case 'move': {
        const to = move(this.content.chain, this.content.layout, at, action.direction);
        if (to === undefined) break;
        this.events.onSelect(to);
        this.focus();
        break;
      }
      case 'open':
        this.events.onOpen(at, action.preserveFocus);
        break;
      case 'zoom':
        this.zoomBy(action.step);
        break;
      case 'fit':
        this.fit();
        break;
      case 'actualSize':
        this.setZoom(1);
        this.reveal(at);
        break;
      default:
        action satisfies never;
    }
    return true;
  }

  private readonly wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = this.element.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    const before = this.zoom;
    const place = { x: this.element.scrollLeft + at.x, y: this.element.scrollTop + at.y };
    this.setZoom(this.zoom * Math.exp(-event.deltaY / 300));
    const ratio = this.zoom / before;
    this.element.scrollTo(place.x * ratio - at.x, place.y * ratio - at.y);
  };

  /** The ground can be dragged; cards and words cannot. */
  private readonly startPan = (event: PointerEvent): void => {
    const isGround = event.target instanceof Element && event.target.closest('button') === null;
    if (!isGround || event.button !== 0) return;
    const { scrollLeft, scrollTop } = this.element;
    const ended = new AbortController();
    const { signal } = ended;
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add('panning');
    this.element.addEventListener(
      'pointermove',
      ({ clientX, clientY }) => {
        this.element.scrollTo(scrollLeft + event.clientX - clientX, scrollTop + event.clientY - clientY);
      },
      { signal },
    );
    const end = (): void => {
      ended.abort();
      this.element.classList.remove('panning');
    };
    this.element.addEventListener('pointerup', end, { signal });
    this.element.addEventListener('pointercancel', end, { signal });
  };

  private newCard(visible: VisibleNode): HTMLElement {
    const { chain, layout, colours } = this.get();
    const isStart = visible.id === chain.start;
    const { kind, account, name, lines, warning } = toNodeText(visible, isStart);
    const colour = account === undefined ? undefined : colours.get(account);
    const head = newElement('span', {
      class: 'card-head',
      children: [
        newKindIcon(visible.kind === 'group' ? 'group' : visible.node.kind),
        newElement('span', { class: 'card-kind', text: kind }),
        ...(account === undefined ? [] : [newElement('span', { class: 'account', text: account })]),
      ],
    });
    const classes = ['stop', 'card', visible.kind, ...(isStart ? ['start'] : [])];
    const card = newElement('button', {
      class: [...classes, ...(colour === undefined ? [] : [`account-${colour}`])].join(' '),
      title: [...(isStart ? ['The start of this chain'] : []), `${kind} ${name}`, ...lines].join('\n'),
      attributes: { type: 'button', 'aria-label': toNodeLabel(visible, isStart) },
      children: [
        head,
        newElement('span', { class: 'card-name', text: name }),
        ...lines.map((text) => newElement('span', { class: 'card-line', text })),
        ...(warning === undefined ? [] : [newElement('span', { class: 'card-warning', text: `⚠ ${warning}` })]),
      ],
    });
    return this.addStop(card, visible.id, layout.nodes.get(visible.id));
  }

  private newLabel(edge: VisibleEdge): HTMLElement {
    const { layout, names } = this.get();
    const { action, time, join, joinKind } = toEdgeText(edge);
    const label = newElement('button', {
      class: `stop edge-label ${joinKind}`,
      title: toEdgeTitle(edge),
      attributes: { type: 'button', 'aria-label': toEdgeLabel(edge, names) },
      children: [
        newElement('span', { class: 'edge-action', text: action }),
        newElement('span', { class: 'edge-time', text: time }),
        newElement('span', { class: 'edge-join', text: join }),
      ],
    });
    return this.addStop(label, edge.id, layout.edges.get(edge.id)?.label);
  }

  private addStop(
    stop: HTMLElement,
    id: string,
    box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined,
  ): HTMLElement {
    if (box !== undefined) {
      stop.style.left = `${box.x}px`;
      stop.style.top = `${box.y}px`;
      stop.style.width = `${box.width}px`;
      stop.style.height = `${box.height}px`;
    }
    stop.tabIndex = -1;
    stop.addEventListener('click', () => {
      this.events.onSelect(id);
    });
    stop.addEventListener('dblclick', () => {
      this.events.onOpen(id, false);
    });
    this.stops.set(id, stop);
    return stop;
  }

  private newLine(edge: VisibleEdge): SVGGElement {
    const { layout } = this.get();
    const group = document.createElementNS(namespace, 'g');
    const points = layout.edges.get(edge.id)?.points ?? [];
    const { joinKind } = toEdgeText(edge);
    group.setAttribute('class', `line ${joinKind}`);
    const parts = joinKind === 'sharedEvent' ? ['line-path', 'line-core'] : ['line-path'];
    for (const part of parts) group.append(newPath(part, toPath(points)));
    group.append(newPath('line-head', toArrowHead(points)));
    this.lines.set(edge.id, group);
    return group;
  }

  private get(): GraphContent {
    if (this.content === undefined) throw new Error('The graph has no chain yet.');
    return this.content;
  }
}

function newPath(className: string, d: string): SVGPathElement {
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('class', className);
  path.setAttribute('d', d);
  return path;
}
