import type { Picture, Shape } from './picture';

/** Canvases beyond this stay empty in Chromium. */
const maxSide = 16_384;
const maxArea = 120_000_000;
const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** As base64, twice as sharp as on the screen where that is possible. Undefined when it is too large for a canvas. */
export function toPngBase64(picture: Picture): string | undefined {
  const { width, height } = picture;
  const scale = Math.min(2, maxSide / width, maxSide / height, Math.sqrt(maxArea / (width * height)));
  if (scale < 0.5) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(scale, scale);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const shape of picture.shapes) draw(context, shape);
  const url = canvas.toDataURL('image/png');
  return url.slice(url.indexOf(',') + 1);
}

function draw(context: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height } = shape.box;
      context.fillStyle = shape.fill;
      context.fillRect(x, y, width, height);
      if (shape.stroke === undefined) return;
      context.strokeStyle = shape.stroke;
      context.lineWidth = shape.strokeWidth ?? 1;
      context.strokeRect(x, y, width, height);
      return;
    }
    case 'path':
      drawPath(context, shape);
      return;
    case 'text':
      context.fillStyle = shape.fill;
      context.font = `${shape.isBold === true ? '600 ' : ''}${shape.size}px ${font}`;
      context.textAlign = shape.align ?? 'left';
      context.fillText(shape.text, shape.at.x, shape.at.y);
      return;
    default:
      shape satisfies never;
  }
}

function drawPath(context: CanvasRenderingContext2D, shape: Shape & { readonly kind: 'path' }): void {
  const { at, fill, stroke, strokeWidth = 1, dash = [] } = shape;
  const path = new Path2D(shape.path);
  context.save();
  if (at !== undefined) context.translate(at.x, at.y);
  if (fill !== undefined) {
    context.fillStyle = fill;
    context.fill(path);
  }
  if (stroke !== undefined) {
    context.setLineDash([...dash]);
    context.strokeStyle = stroke;
    context.lineWidth = strokeWidth;
    context.stroke(path);
  }
  context.restore();
}
