import type { RecordClass, TimelineGapKind } from '../../engine/timeline/timeline';
import type { Box } from './gaps';
import type { Pen } from './paint';
import type { TimeRange } from './timeRange';

/** Colours as a canvas takes them: the theme's, worked out. */
export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly dim: string;
  readonly line: string;
  readonly focus: string;
  readonly star: string;
  readonly classes: Readonly<Record<RecordClass, string>>;
  readonly gaps: Readonly<Record<TimelineGapKind, string>>;
  readonly isHighContrast: boolean;
  readonly font: string;
}

/** One path, drawn and filled at once, however many figures it holds: thousands of marks cost as much as one. */
export interface PathLayer {
  readonly kind: 'path';
  readonly paint: (pen: Pen) => void;
  readonly fill?: string;
  readonly stroke?: string;
  readonly lineWidth?: number;
  readonly opacity?: number;
  readonly dash?: readonly number[];
  /** What lies outside is not drawn. */
  readonly clip?: Box;
}

export interface TextLayer {
  readonly kind: 'text';
  /** Safe to display; drawn as it is, never read as rich text. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly fill: string;
  readonly size: number;
  readonly align?: 'left' | 'right' | 'center';
  readonly bold?: boolean;
  /** Drawn behind the letters. */
  readonly halo?: string;
  /** What does not fit is cut off, with an ellipsis. */
  readonly maxWidth?: number;
}

export type Layer = PathLayer | TextLayer;

/** An axis of time along one side of a box. */
export interface TimeAxis {
  readonly box: Box;
  readonly range: TimeRange;
  readonly position: 'top' | 'bottom';
  readonly usesLocalTime: boolean;
}

export interface Drawing {
  readonly axes: readonly TimeAxis[];
  readonly layers: readonly Layer[];
  readonly theme: Theme;
}
