import { dayMs, toDay } from '../../../base/time';
import { hourMs } from '../digestTimes';
import type { CoveragePicture, CoverRow, CoverState, CoverStretch } from './coveragePicture';
import { toMarkup } from './markup';
import { countOf, toChainText, toCount } from './reportText';

/** What a state is called in the picture: a word, and a letter for who cannot tell the patterns apart. */
const coverWords: Readonly<Record<CoverState, readonly [word: string, letter: string, meaning: string]>> = {
  covered: ['covered', 'C', 'a proven digest names the logs'],
  quiet: ['quiet', 'Q', 'a proven digest says that there were no logs'],
  gap: ['gap', 'G', 'a proven digest says that nothing was signed: logging or validation was off'],
  unproven: ['unproven', 'U', 'nothing proves what was delivered'],
  pending: ['pending', 'P', 'its digest cannot be there yet; does not stand against the verdict'],
  none: ['no hour counts here', '', ''],
};

const width = 800;
const rowHeight = 18;
const axisHeight = 16;
const minLetterWidth = 10;
const maxGridColumns = 48;
const maxSpoken = 30;

/** The patterns that all rows and the legend use: to stand once in the page, before them. */
export const coverPatterns = `<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
${toPattern('quiet', '<circle class="ink" cx="3" cy="3" r="1.1"/>')}
${toPattern('gap', '<path class="stroke" d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5"/>')}
${toPattern('unproven', '<path class="stroke" d="M0 0 6 6M6 0 0 6"/>')}
${toPattern('pending', '<path class="stroke" d="M0 3H6"/>')}
</defs></svg>\n`;

function toPattern(state: CoverState, ink: string): string {
  const area = `<rect class="area-${state}" width="6" height="6"/>`;
  return `<pattern id="p-${state}" class="p-${state}" width="6" height="6" patternUnits="userSpaceOnUse">${area}${ink}</pattern>`;
}

/** What letters, patterns and marks mean. */
export function toLegend(): string {
  const states: readonly CoverState[] = ['covered', 'quiet', 'gap', 'unproven', 'pending'];
  const items = states.map((state) => {
    const [word, letter, meaning] = coverWords[state];
    const box = `<rect class="cell-${state}" x="0.5" y="0.5" width="21" height="15"/><text class="letter on-${state}" x="11" y="12">${letter}</text>`;
    return `<li>${toIcon(box)}<span><b>${word}</b>: ${meaning}</span></li>`;
  });
  const mark = toIcon(`<path class="wrong" d="${toMarkPath(11, 8)}"/><path class="bang" d="${toBangPath(11, 8)}"/>`);
  const wrong = '<b>wrong</b>: objects of this time are provably not as delivered';
  return `<ul class="legend">${items.join('')}<li>${mark}<span>${wrong}</span></li></ul>\n`;
}

function toIcon(content: string): string {
  return `<svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true" focusable="false">${content}</svg>`;
}

/** One row: its chain in words, and its time as a bar. */
export function toCoverRow(picture: CoveragePicture, row: CoverRow): string {
  const name = toMarkup(toChainText(row));
  const cells = row.stretches.map((stretch) => toCell(picture, stretch)).join('');
  const letters = row.stretches.map((stretch) => toLetter(picture, row, stretch)).join('');
  const marks = [...row.wrong].map(([column, count]) => toMark(picture, column, count)).join('');
  const size = `viewBox="0 0 ${width} ${rowHeight}"`;
  return `<figure class="row"><figcaption>${name}</figcaption><svg ${size} role="img" aria-label="Coverage of ${name}: ${toSpoken(picture, row)}">${cells}${toGrid(picture)}${letters}${marks}</svg></figure>\n`;
}

/** For screen readers, to which the picture is one image: what it shows, as far as that can be listened to. */
function toSpoken(picture: CoveragePicture, { stretches, wrong }: CoverRow): string {
  const spoken = stretches
    .slice(0, maxSpoken)
    .map(({ state, start, end }) => `${coverWords[state][0]} ${toSpan(picture, start, end)}`);
  const rest = stretches.length > maxSpoken ? [`and ${toCount(stretches.length - maxSpoken)} more`] : [];
  const marks = [...wrong.values()].reduce((sum, count) => sum + count, 0);
  return [...spoken, ...rest, ...(marks === 0 ? [] : [`${toCount(marks)} wrong`])].join('; ');
}

function toCell(picture: CoveragePicture, { state, start, end, logs }: CoverStretch): string {
  const x = toX(picture, start);
  const title = `${coverWords[state][0]}, ${toSpan(picture, start, end)}, ${countOf(logs, 'log')}`;
  const size = `x="${round(x)}" y="0.5" width="${round(toX(picture, end) - x)}" height="${rowHeight - 1}"`;
  return `<rect class="cell-${state}" ${size}><title>${title}</title></rect>`;
}

/** Thin lines between the columns, where there is room. */
function toGrid({ columns }: CoveragePicture): string {
  if (columns > maxGridColumns) return '';
  const lines = Array.from(
    { length: columns - 1 },
    (_, at) => `M${round(((at + 1) / columns) * width)} 1V${rowHeight - 1}`,
  );
  return lines.length === 0 ? '' : `<path class="grid" d="${lines.join('')}"/>`;
}

/** One letter in the middle of a stretch, where there is room; moved aside when a mark stands there. */
function toLetter(picture: CoveragePicture, row: CoverRow, { state, start, end }: CoverStretch): string {
  const [left, right] = [toX(picture, start), toX(picture, end)];
  const letter = coverWords[state][1];
  if (letter === '' || right - left < minLetterWidth) return '';
  const marks = [...row.wrong.keys()].map((column) => toX(picture, column + 0.5));
  const middle = toX(picture, Math.floor((start + end - 1) / 2) + 0.5);
  const places = [0, -20, 20, -40, 40].map((aside) => middle + aside);
  const free = places.find((x) => x > left + 4 && x < right - 4 && marks.every((mark) => Math.abs(mark - x) > 13));
  return free === undefined ? '' : `<text class="letter on-${state}" x="${round(free)}" y="13">${letter}</text>`;
}

function toMark(picture: CoveragePicture, column: number, count: number): string {
  const x = toX(picture, column + 0.5);
  const title = `${toCount(count)} wrong, ${toSpan(picture, column, column + 1)}`;
  const shape = `<path class="wrong" d="${toMarkPath(x, rowHeight / 2)}"/><path class="bang" d="${toBangPath(x, rowHeight / 2)}"/>`;
  return `<g><title>${title}</title>${shape}</g>`;
}

/** A diamond. */
function toMarkPath(x: number, y: number): string {
  return `M${round(x)} ${y - 7.5} ${round(x + 7.5)} ${y} ${round(x)} ${y + 7.5} ${round(x - 7.5)} ${y}Z`;
}

/** An exclamation mark. */
function toBangPath(x: number, y: number): string {
  return `M${round(x)} ${y - 4}V${y + 1}M${round(x)} ${y + 2.5}V${y + 4}`;
}

/** Dates and hours below the rows. */
export function toAxis(picture: CoveragePicture): string {
  const stepMs = toTickStep(picture);
  const end = picture.from + picture.columns * picture.columnMs;
  const ticks: string[] = [];
  for (let time = Math.ceil(picture.from / stepMs) * stepMs; time < end; time += stepMs) {
    const x = round(toX(picture, (time - picture.from) / picture.columnMs));
    const anchor = width - x < 40 ? ' class="last"' : '';
    ticks.push(`<path class="tick" d="M${x} 0V4"/><text${anchor} x="${x}" y="14">${toTickText(time, stepMs)}</text>`);
  }
  return `<svg class="axis" viewBox="0 0 ${width} ${axisHeight}" aria-hidden="true" focusable="false">${ticks.join('')}</svg>\n`;
}

/** At most ten ticks, on round times. */
function toTickStep({ columns, columnMs }: CoveragePicture): number {
  const hours = [1, 2, 3, 6, 12].map((count) => count * hourMs);
  const days = [1, 2, 3, 7, 14, 30, 61, 122, 365].map((count) => count * dayMs);
  const fits = [...hours, ...days].find((step) => (columns * columnMs) / step <= 10);
  return fits ?? Math.ceil((columns * columnMs) / 10 / dayMs) * dayMs;
}

function toTickText(time: number, stepMs: number): string {
  const isMidnight = time % dayMs === 0;
  if (stepMs >= dayMs || isMidnight) return toDay(time);
  return new Date(time).toISOString().slice(11, 16);
}

function toSpan({ from, columnMs }: CoveragePicture, start: number, end: number): string {
  const [first, last] = [from + start * columnMs, from + end * columnMs];
  if (columnMs >= dayMs) {
    const lastDay = toDay(last - 1);
    return toDay(first) === lastDay ? lastDay : `${toDay(first)} to ${lastDay}`;
  }
  return `${toMinute(first)} to ${toMinute(last)} UTC`;
}

function toMinute(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

function toX({ columns }: CoveragePicture, column: number): number {
  return (column / columns) * width;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
