export const smallestZoom = 0.2;
export const largestZoom = 2;
/** Cards can still be read. */
const smallestReadable = 0.85;
const step = 1.25;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function toZoom(zoom: number): number {
  return Math.min(largestZoom, Math.max(smallestZoom, Math.round(zoom * 100) / 100));
}

export function zoomBy(zoom: number, steps: number): number {
  return toZoom(zoom * step ** steps);
}

/** All of it, but never larger than it is. */
export function toFit(whole: Size, view: Size): number {
  if (whole.width <= 0 || whole.height <= 0 || view.width <= 0 || view.height <= 0) return 1;
  return toZoom(Math.floor(Math.min(1, view.width / whole.width, view.height / whole.height) * 100) / 100);
}

/** What a chain opens with: all of it where that can be read, else as small as can be read. */
export function toFirstZoom(whole: Size, view: Size): number {
  return Math.max(toFit(whole, view), smallestReadable);
}
