import { trackDrag } from '../table/drag';
import { newElement } from '../table/element';
import { isWhole, minViewMs, moveEdge, panBy, spanOf, toTime, toX, type TimeRange } from './timeRange';
import { toTimeText } from './timelineText';

export interface BrushEvents {
  /** The view that the user asks for; the caller shows it. */
  readonly onView: (view: TimeRange) => void;
}

type Edge = 'from' | 'to';
/** A press that moves less than this is a click. */
const dragThresholdPx = 3;
const edgeStepShare = 0.02;
const edgeNames = { from: 'Beginning of the view', to: 'End of the view' } as const;

/**
 * What lies over the bars of the whole period: everything but the view is dimmed. A drag over the bars chooses a view,
 * the frame's edges move one end, its bar on top moves both.
 */
export class Brush {
  readonly element = newElement('div', { class: 'brush' });
  private readonly before = newElement('div', { class: 'brush-dim' });
  private readonly after = newElement('div', { class: 'brush-dim' });
  private readonly frame = newElement('div', { class: 'brush-frame' });
  private readonly bar = newElement('div', { class: 'brush-bar', title: 'Drag to move the view' });
  private readonly edges: Readonly<Record<Edge, HTMLElement>>;
  private view: TimeRange = { from: 0, to: 1 };
  private extent: TimeRange = { from: 0, to: 1 };

  constructor(private readonly events: BrushEvents) {
    this.edges = { from: this.newEdge('from'), to: this.newEdge('to') };
    this.frame.append(this.bar);
    this.element.append(this.before, this.after, this.frame, this.edges.from, this.edges.to);
    this.element.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && event.target !== this.bar && !this.isEdge(event.target)) this.choose(event);
    });
    this.bar.addEventListener('pointerdown', (event) => {
      if (event.button === 0) this.move(event);
    });
  }

  show(view: TimeRange, extent: TimeRange, usesLocalTime: boolean): void {
    this.view = view;
    this.extent = extent;
    const left = toX(view.from, extent, 100);
    const right = toX(view.to, extent, 100);
    place(this.before, 0, left);
    place(this.after, right, 100);
    place(this.frame, left, right);
    this.edges.from.style.left = `${left}%`;
    this.edges.to.style.left = `${right}%`;
    this.element.classList.toggle('whole', isWhole(view, extent));
    for (const edge of ['from', 'to'] as const) {
      const element = this.edges[edge];
      element.setAttribute('aria-valuemin', String(extent.from));
      element.setAttribute('aria-valuemax', String(extent.to));
      element.setAttribute('aria-valuenow', String(view[edge]));
      element.setAttribute('aria-valuetext', toTimeText(view[edge], usesLocalTime));
    }
  }

  private newEdge(edge: Edge): HTMLElement {
    const element = newElement('div', {
      class: `brush-edge ${edge}`,
      title: `${edgeNames[edge]}: drag, or press the left and right arrow keys`,
      attributes: { role: 'slider', tabindex: '0', 'aria-orientation': 'horizontal', 'aria-label': edgeNames[edge] },
    });
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      const before = this.view;
      trackDrag(event, element, {
        onMove: ({ clientX }) => {
          this.events.onView(moveEdge(this.view, this.extent, edge, this.timeAt(clientX)));
        },
        onEnd: (isCancelled) => {
          if (isCancelled) this.events.onView(before);
        },
      });
    });
    element.addEventListener('keydown', (event) => {
      const direction = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (direction === 0) return;
      event.preventDefault();
      event.stopPropagation();
      const step = Math.max(minViewMs / 2, spanOf(this.view) * edgeStepShare) * (event.shiftKey ? 10 : 1);
      this.events.onView(moveEdge(this.view, this.extent, edge, this.view[edge] + direction * step));
    });
    return element;
  }

  /** From where the drag began to where it is. */
  private choose(start: PointerEvent): void {
    const before = this.view;
    const anchor = this.timeAt(start.clientX);
    let hasMoved = false;
    trackDrag(start, this.element, {
      onMove: ({ clientX }) => {
        hasMoved ||= Math.abs(clientX - start.clientX) >= dragThresholdPx;
        if (!hasMoved) return;
        const time = this.timeAt(clientX);
        const [from, to] = [Math.min(anchor, time), Math.max(anchor, time)];
        const view = { from: Math.round(from), to: Math.round(Math.max(to, from + minViewMs)) };
        this.events.onView(view);
      },
      onEnd: (isCancelled) => {
        if (isCancelled && hasMoved) this.events.onView(before);
      },
    });
  }

  private move(start: PointerEvent): void {
    start.stopPropagation();
    const before = this.view;
    trackDrag(start, this.bar, {
      onMove: ({ clientX }) => {
        const by = this.timeAt(clientX) - this.timeAt(start.clientX);
        this.events.onView(panBy(before, this.extent, by / spanOf(before)));
      },
      onEnd: (isCancelled) => {
        if (isCancelled) this.events.onView(before);
      },
    });
  }

  private timeAt(clientX: number): number {
    const { left, width } = this.element.getBoundingClientRect();
    const time = toTime(clientX - left, this.extent, width);
    return Math.min(this.extent.to, Math.max(this.extent.from, time));
  }

  private isEdge(target: EventTarget | null): boolean {
    return target === this.edges.from || target === this.edges.to;
  }
}

function place(element: HTMLElement, left: number, right: number): void {
  element.style.left = `${left}%`;
  element.style.width = `${Math.max(0, right - left)}%`;
}
