import { panBy, toTime, toWheelFactor, zoomAt, type TimeRange } from './timeRange';

export interface ZoomPort {
  /** The time that the plot spans. */
  readonly getRange: () => TimeRange;
  readonly getView: () => TimeRange;
  readonly getExtent: () => TimeRange;
  readonly onView: (view: TimeRange) => void;
  /** What the wheel means with Alt: the lanes themselves. */
  readonly onScroll: (deltaPx: number) => void;
}

const linePx = 33;
const pagePx = 300;
/** A notch of the wheel moves the view by a tenth. */
const panShare = 0.001;

/** The wheel zooms at the pointer; with Shift, or sideways, it moves the view. */
export function listenForZoom(plot: HTMLElement, port: ZoomPort): void {
  plot.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = [1, linePx, pagePx][event.deltaMode] ?? 1;
      const [deltaX, deltaY] = [event.deltaX * unit, event.deltaY * unit];
      const view = port.getView();
      const isSideways = event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY);
      if (event.altKey) port.onScroll(deltaY);
      else if (isSideways) port.onView(panBy(view, port.getExtent(), (deltaX === 0 ? deltaY : deltaX) * panShare));
      else {
        const { left, width } = plot.getBoundingClientRect();
        const time = toTime(event.clientX - left, port.getRange(), width);
        const at = Math.min(view.to, Math.max(view.from, time));
        port.onView(zoomAt(view, port.getExtent(), toWheelFactor(deltaY), at));
      }
    },
    { passive: false },
  );
}
