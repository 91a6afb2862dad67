import * as assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { shownView } from './webviews';
import type { Workbench } from './workbench';

/** Times in ms since 1970. */
export interface ShownRange {
  readonly from: number;
  readonly to: number;
}

/** A timeline in front: what a person sees of it and can reach with the pointer. */
export class TimelineOnScreen {
  constructor(private readonly workbench: Workbench) {}

  get view() {
    return shownView(this.workbench);
  }

  get picture(): Locator {
    return this.view.locator('.picture');
  }

  get overview(): Locator {
    return this.view.locator('.overview-plot');
  }

  get lanePlot(): Locator {
    return this.view.locator('.lane-plot');
  }

  get tooltip(): Locator {
    return this.view.locator('.tooltip');
  }

  /** The words above the table: `116 records in view: …`. */
  words(text: string | RegExp): Locator {
    return this.view.locator('.records-words').filter({ hasText: text });
  }

  lane(name: string | RegExp): Locator {
    return this.view.locator('.lane-label').filter({ hasText: name }).first();
  }

  row(text: string | RegExp): Locator {
    return this.view.getByRole('row').filter({ hasText: text }).first();
  }

  get selectedRow(): Locator {
    return this.view.locator('.row[aria-selected="true"]').first();
  }

  /** The picture and the first rows are there, and nothing is on its way. */
  async settled(): Promise<void> {
    await this.view.locator('.picture[aria-busy="false"]').waitFor();
    await this.words(/^[\d,]+ records? in/).waitFor();
  }

  async range(): Promise<ShownRange> {
    const read = async (edge: 'from' | 'to'): Promise<number> =>
      Number(await this.view.locator(`.brush-edge.${edge}`).getAttribute('aria-valuenow'));
    return { from: await read('from'), to: await read('to') };
  }

  /** The place of a time in a part of the picture that spans `range`: pixels of the page. */
  async pointOf(plot: Locator, range: ShownRange, time: number): Promise<{ readonly x: number; readonly y: number }> {
    const box = await plot.boundingBox();
    assert.ok(box);
    const share = (time - range.from) / (range.to - range.from);
    return { x: box.x + share * box.width, y: box.y + box.height / 2 };
  }

  /** The middle of a lane at a time. */
  async markAt(lane: string | RegExp, time: number): Promise<{ readonly x: number; readonly y: number }> {
    await this.lane(lane).scrollIntoViewIfNeeded();
    const { x } = await this.pointOf(this.lanePlot, await this.range(), time);
    const box = await this.lane(lane).boundingBox();
    assert.ok(box);
    return { x, y: box.y + box.height / 2 };
  }

  /** Drags over the bars of the whole period, from a time to another. */
  async brush(whole: ShownRange, { from, to }: ShownRange): Promise<void> {
    const { mouse } = this.workbench.page;
    const start = await this.pointOf(this.overview.locator('.brush'), whole, from);
    const end = await this.pointOf(this.overview.locator('.brush'), whole, to);
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move((start.x + end.x) / 2, start.y, { steps: 4 });
    await mouse.move(end.x, end.y, { steps: 4 });
    await mouse.up();
  }
}
