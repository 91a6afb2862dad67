/** Also in timeline.css: a panel stands open below the editor, and what is above the lanes takes less. */
const lowPx = 480;

export function isLow(): boolean {
  return window.innerHeight <= lowPx;
}
