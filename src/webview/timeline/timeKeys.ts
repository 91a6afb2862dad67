import { panBy, zoomAtCentre, type TimeRange } from './timeRange';

export interface TimeKeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
}

export const zoomStep = 0.5;
const panStep = 0.15;
const pageStep = 0.9;

/** The view that a key asks for; undefined for keys that are the editor's. `whole` is what a reset shows. */
export function toKeyView(press: TimeKeyPress, view: TimeRange, whole: TimeRange): TimeRange | undefined {
  if (press.ctrlKey || press.altKey) return undefined;
  switch (press.key) {
    case 'ArrowLeft':
      return panBy(view, whole, press.shiftKey ? -pageStep : -panStep);
    case 'ArrowRight':
      return panBy(view, whole, press.shiftKey ? pageStep : panStep);
    case 'PageUp':
      return panBy(view, whole, -pageStep);
    case 'PageDown':
      return panBy(view, whole, pageStep);
    case '+':
    case '=':
      return zoomAtCentre(view, whole, zoomStep);
    case '-':
    case '_':
      return zoomAtCentre(view, whole, 1 / zoomStep);
    case '0':
    case 'Home':
      return whole;
    default:
      return undefined;
  }
}
