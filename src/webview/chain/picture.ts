import type { ChainNodeKind } from '../../engine/session/session';
import { toArrowHead, toPath, type Box, type ChainLayout, type Point } from './chainLayout';
import { kindPaths } from './kindPaths';
import { toEdgeText, toNodeText, type EdgeText, type NodeText } from './nodeText';
import type { VisibleChain, VisibleNode } from './visibleChain';

/** Colours of the theme at the time of drawing, as CSS spells them. */
export interface Palette {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly line: string;
  readonly card: string;
  readonly border: string;
  readonly warning: string;
  /** By account, from 1. */
  readonly accounts: readonly string[];
}

/** What can be drawn both as SVG and on a canvas. */
export type Shape =
  | {
      readonly kind: 'box';
      readonly box: Box;
      readonly fill: string;
      readonly stroke?: string;
      readonly strokeWidth?: number;
    }
  | {
      readonly kind: 'path';
      readonly path: string;
      readonly stroke?: string;
      readonly fill?: string;
      readonly strokeWidth?: number;
      readonly dash?: readonly number[];
      /** Where its own 0, 0 lies. */
      readonly at?: Point;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly at: Point;
      readonly size: number;
      readonly fill: string;
      readonly isBold?: boolean;
      readonly align?: 'left' | 'center' | 'right';
    };

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly shapes: readonly Shape[];
}

export interface PictureText {
  readonly title: string;
  /** What the picture rests on, and what it does not show: one line each. */
  readonly notes: readonly string[];
}

const margin = 24;
const headHeight = 40;
const noteHeight = 18;

/** The whole chain as it is drawn, whatever of it is in view, with its title, legend and notes. */
export function toPicture(
  chain: VisibleChain,
  layout: ChainLayout,
  words: PictureText,
  look: { readonly palette: Palette; readonly colours: ReadonlyMap<string, number> },
): Picture {
  const { palette } = look;
  const width = Math.max(layout.width, 640) + margin;
  const notes = [legendText, ...words.notes].flatMap((note) => wrap(note, Math.floor((width - 2 * margin) / 5.6)));
  const height = headHeight + layout.height + margin + notes.length * noteHeight;
  const top = { x: 0, y: headHeight };
  const shapes: Shape[] = [
    { kind: 'box', box: { x: 0, y: 0, width, height }, fill: palette.background },
    text(words.title, { x: margin, y: 28 }, 15, palette.foreground, { isBold: true, maxWidth: width - 2 * margin }),
  ];
  for (const edge of chain.edges) {
    const placed = layout.edges.get(edge.id);
    if (placed === undefined) continue;
    const points = placed.points.map((point) => shift(point, top));
    const label = { ...placed.label, ...shift(placed.label, top) };
    shapes.push(...toEdgeShapes(points, label, toEdgeText(edge), palette));
  }
  for (const visible of chain.nodes) {
    const box = layout.nodes.get(visible.id);
    if (box === undefined) continue;
    const isStart = visible.id === chain.start;
    shapes.push(...toCardShapes(visible, { ...box, ...shift(box, top) }, isStart, look));
  }
  notes.forEach((note, i) => {
    const at = { x: margin, y: headHeight + layout.height + 12 + i * noteHeight };
    shapes.push(text(note, at, 11, palette.muted));
  });
  return { width, height, title: words.title, shapes };
}

const legendText =
  'Solid lines: joined by access key. Double lines: by a shared event of two accounts. Dashed lines: inferred from role, session name and time. All times are UTC.';

/** How lines look, on the screen (roleChain.css) and in pictures. */
export const edgeDash = [6, 5] as const;

function toEdgeShapes(points: readonly Point[], label: Box, words: EdgeText, palette: Palette): readonly Shape[] {
  const path = toPath(points);
  const line: Shape = {
    kind: 'path',
    path,
    stroke: palette.line,
    strokeWidth: words.joinKind === 'sharedEvent' ? 4.5 : 1.5,
    ...(words.joinKind === 'inferred' ? { dash: edgeDash } : {}),
  };
  const core: Shape = { kind: 'path', path, stroke: palette.background, strokeWidth: 1.8 };
  const middle = label.x + label.width / 2;
  /** The line goes up to the words, by an estimate of their width. */
  const ground = Math.min(label.width, words.time.length * 6 + 12);
  const toLine = (value: string, row: number, fill: string, isBold = false): Shape =>
    text(value, { x: middle, y: label.y + 15 + row * 15 }, 11, fill, {
      align: 'center',
      isBold,
      maxWidth: label.width,
    });
  return [
    line,
    ...(words.joinKind === 'sharedEvent' ? [core] : []),
    { kind: 'path', path: toArrowHead(points), fill: palette.line },
    { kind: 'box', box: { ...label, x: middle - ground / 2, width: ground }, fill: palette.background },
    toLine(words.action, 0, palette.foreground, true),
    toLine(words.time, 1, palette.muted),
    toLine(words.join, 2, palette.muted),
  ];
}

function toCardShapes(
  visible: VisibleNode,
  box: Box,
  isStart: boolean,
  { palette, colours }: { readonly palette: Palette; readonly colours: ReadonlyMap<string, number> },
): readonly Shape[] {
  const words: NodeText = toNodeText(visible, isStart);
  const kind: ChainNodeKind | 'group' = visible.kind === 'group' ? 'group' : visible.node.kind;
  const colour = palette.accounts[(colours.get(words.account ?? '') ?? 0) - 1];
  const left = box.x + 14;
  const right = box.x + box.width - 8;
  const row = (index: number): number => box.y + 20 + index * 17;
  const inner = box.width - 24;
  const shapes: Shape[] = [
    {
      kind: 'box',
      box,
      fill: palette.card,
      stroke: isStart ? palette.foreground : palette.border,
      strokeWidth: isStart ? 2 : 1,
    },
    ...(colour === undefined ? [] : [{ kind: 'box', box: { ...box, width: 4 }, fill: colour } as const]),
    { kind: 'path', path: kindPaths[kind], stroke: palette.muted, strokeWidth: 1.4, at: { x: left, y: box.y + 7 } },
    text(words.kind, { x: left + 21, y: row(0) }, 11, palette.muted, { maxWidth: box.width - 122 }),
    text(words.account ?? '', { x: right, y: row(0) }, 11, palette.foreground, { align: 'right' }),
    text(words.name, { x: left, y: row(1) }, 12.5, palette.foreground, { isBold: true, maxWidth: inner }),
    ...words.lines.map((line, i) => text(line, { x: left, y: row(2 + i) }, 11, palette.muted, { maxWidth: inner })),
  ];
  if (words.warning !== undefined) {
    const at = { x: left, y: row(2 + words.lines.length) };
    shapes.push(text(`⚠ ${words.warning}`, at, 11, palette.warning, { maxWidth: inner }));
  }
  return shapes;
}

interface TextLook {
  readonly isBold?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  /** Longer text is cut, by an estimate: SVG files are drawn elsewhere, with other fonts. */
  readonly maxWidth?: number;
}

function text(value: string, at: Point, size: number, fill: string, look: TextLook = {}): Shape {
  const { isBold = false, align = 'left', maxWidth } = look;
  const most = maxWidth === undefined ? Infinity : Math.floor(maxWidth / (size * (isBold ? 0.58 : 0.54)));
  const shown = value.length > most ? `${value.slice(0, Math.max(1, most - 1))}…` : value;
  return { kind: 'text', text: shown, at, size, fill, isBold, align };
}

function wrap(line: string, most: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > most) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

function shift(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}
