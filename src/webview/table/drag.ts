export interface DragEvents {
  readonly onMove: (event: PointerEvent) => void;
  /** Once. Cancelled by Escape, or by the system. */
  readonly onEnd: (isCancelled: boolean) => void;
}

/** Follows the pointer until it is let go. */
export function trackDrag(start: PointerEvent, target: EventTarget | null, events: DragEvents): void {
  if (!(target instanceof HTMLElement)) return;
  const ended = new AbortController();
  const end = (isCancelled: boolean): void => {
    ended.abort();
    events.onEnd(isCancelled);
  };
  target.setPointerCapture(start.pointerId);
  const { signal } = ended;
  target.addEventListener('pointermove', events.onMove, { signal });
  target.addEventListener(
    'pointerup',
    () => {
      end(false);
    },
    { signal },
  );
  target.addEventListener(
    'pointercancel',
    () => {
      end(true);
    },
    { signal },
  );
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') end(true);
    },
    { signal, capture: true },
  );
}
