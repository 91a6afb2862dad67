import type { VisibleChain, VisibleNode } from './visibleChain';
import { toNodeText } from './nodeText';

/** Pixels at 100 %. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  /** `x` and `y` are the left upper corner. */
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  /** Where the words stand. */
  readonly label: Box;
  /** From the border of one card to that of the other; at least two. */
  readonly points: readonly Point[];
}

export interface ChainLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, PlacedEdge>;
}

/** Puts sizes in layers from left to right. */
export type LayOut = (chain: VisibleChain) => ChainLayout;

export const cardWidth = 244;
export const edgeLabel = { width: 196, height: 54 } as const;
const cardPadding = 18;
const lineHeight = 17;

/** A card is as high as what it says: kind, name, lines, warning. */
export function toCardHeight(visible: VisibleNode): number {
  const { lines, warning } = toNodeText(visible);
  return cardPadding + lineHeight * (2 + lines.length + (warning === undefined ? 0 : 1));
}

/** An SVG path along the points: level where it leaves and where it arrives. */
export function toPath(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (first === undefined) return '';
  let at = first;
  let path = `M${round(at.x)} ${round(at.y)}`;
  for (const to of others) {
    const middle = round((at.x + to.x) / 2);
    path += ` C${middle} ${round(at.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
    at = to;
  }
  return path;
}

/** The head of an arrow that ends at the last point, coming from the left (or from the right, where it goes back). */
export function toArrowHead(points: readonly Point[]): string {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return '';
  const back = before.x > end.x ? 9 : -9;
  const [x, y] = [round(end.x), round(end.y)];
  return `M${x} ${y} L${round(x + back)} ${round(y - 4.5)} L${round(x + back)} ${round(y + 4.5)} Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
