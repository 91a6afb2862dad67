/**
 * The height of all rows, and how a scroll bar stands for it. Browsers cut elements off at a height of their own
 * (Chromium near 33.5 million pixels, Firefox near 17.8 million), so a taller table gets a canvas of the greatest
 * height, and one pixel of the scroll bar then stands for several of the table. Lengths are CSS pixels.
 */
export interface ScrollSpace {
  readonly rowCount: number;
  readonly rowHeight: number;
  /** Of the part of the window where rows stand. */
  readonly viewportHeight: number;
  readonly maxCanvasHeight: number;
}

/** Height of the scrolled element. */
export function canvasHeight(space: ScrollSpace): number {
  return Math.min(fullHeight(space), space.maxCanvasHeight);
}

/** False when one pixel of the scroll bar is one of the table. */
export function isScaled(space: ScrollSpace): boolean {
  return fullHeight(space) > space.maxCanvasHeight;
}

/** The greatest offset: the last row stands at the bottom. */
export function maxOffset(space: ScrollSpace): number {
  return Math.max(0, fullHeight(space) - space.viewportHeight);
}

/** From the browser's scrollTop to the offset in the table. Both ends are reached exactly. */
export function toOffset(space: ScrollSpace, scrollTop: number): number {
  const maxScroll = canvasHeight(space) - space.viewportHeight;
  if (maxScroll <= 0) return 0;
  return clampOffset(space, isScaled(space) ? (scrollTop / maxScroll) * maxOffset(space) : scrollTop);
}

export function toScrollTop(space: ScrollSpace, offset: number): number {
  const most = maxOffset(space);
  if (most <= 0) return 0;
  const maxScroll = canvasHeight(space) - space.viewportHeight;
  return isScaled(space) ? (clampOffset(space, offset) / most) * maxScroll : clampOffset(space, offset);
}

export function clampOffset(space: ScrollSpace, offset: number): number {
  return Math.min(maxOffset(space), Math.max(0, offset));
}

/** Rows that are at least partly in view: the first, and the last (inclusive). -1 as last: none. */
export function rowsInView(space: ScrollSpace, offset: number): { readonly first: number; readonly last: number } {
  const first = Math.floor(offset / space.rowHeight);
  const last = Math.ceil((offset + space.viewportHeight) / space.rowHeight) - 1;
  return { first: Math.max(0, first), last: Math.min(space.rowCount - 1, last) };
}

/** The nearest offset at which the whole row is in view. */
export function offsetToReveal(space: ScrollSpace, offset: number, row: number): number {
  const top = row * space.rowHeight;
  if (top < offset) return clampOffset(space, top);
  const bottom = top + space.rowHeight - space.viewportHeight;
  return clampOffset(space, Math.max(offset, bottom));
}

function fullHeight({ rowCount, rowHeight }: ScrollSpace): number {
  return rowCount * rowHeight;
}
