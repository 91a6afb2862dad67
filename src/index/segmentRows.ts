import { recordColumns } from '../engine/record/recordColumns';
import { TextDictionary } from '../engine/record/textDictionary';
import { IntList } from '../engine/record/intList';
import { IdColumn, IntColumn, NumberColumn } from './rowColumns';

/** A point to return to when a log turns out to need another way of reading. */
export interface RowsMark {
  readonly rowCount: number;
  readonly mentionCount: number;
  readonly resourceCount: number;
  readonly cutCount: number;
  readonly firstTime: number;
  readonly lastTime: number;
}

/** What a segment holds while it is gathered: codes of one dictionary, and numbers, a row a record. */
export class SegmentRows {
  readonly dictionary = new TextDictionary();
  /** Codes, for each of `recordColumns`; those of eventTime, of ids and of lists stay empty. */
  readonly columns = recordColumns.map(() => new IntColumn());
  /** In the order of `idNames`. */
  readonly ids = [new IdColumn(), new IdColumn(), new IdColumn()] as const;
  /** Codes of eventTimes that are not spelled as CloudTrail spells them. */
  readonly timeTexts = new IntColumn();
  readonly objects = new IntColumn();
  readonly ordinals = new IntColumn();
  readonly sizes = new IntColumn();
  readonly hashHighs = new IntColumn();
  readonly hashLows = new IntColumn();
  /** eventTime in ms; NaN where there is none. */
  readonly times = new NumberColumn();
  /** Where a row's resources end in `resources`, which holds codes. */
  readonly resourceEnds = new IntColumn();
  readonly resources = new IntList();
  /** Pairs of a mention's code and a row; rows ascend. */
  readonly mentionCodes = new IntList();
  readonly mentionRows = new IntList();
  rowCount = 0;
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;
  /** Records that mention more than is kept. */
  cutCount = 0;

  /** NaN: the row has none. */
  setTime(row: number, time: number): void {
    this.times.set(row, time);
    if (time < this.firstTime) this.firstTime = time;
    if (time > this.lastTime) this.lastTime = time;
  }

  mark(): RowsMark {
    const { rowCount, cutCount, firstTime, lastTime } = this;
    const mentionCount = this.mentionCodes.length;
    return { rowCount, cutCount, firstTime, lastTime, mentionCount, resourceCount: this.resources.length };
  }

  /** Forgets the rows that came after a mark. Texts stay in the dictionary, where they do no harm. */
  returnTo(mark: RowsMark): void {
    const codes = [...this.columns, ...this.ids.map((id) => id.codes), this.timeTexts, this.resourceEnds];
    for (const column of codes) column.clear(mark.rowCount, this.rowCount);
    this.rowCount = mark.rowCount;
    this.mentionCodes.length = mark.mentionCount;
    this.mentionRows.length = mark.mentionCount;
    this.resources.length = mark.resourceCount;
    this.cutCount = mark.cutCount;
    this.firstTime = mark.firstTime;
    this.lastTime = mark.lastTime;
  }

  /** Forgets all rows and texts; keeps the memory for the next segment. */
  clear(): void {
    this.returnTo(noRows);
    this.dictionary.clear();
  }
}

const noRows: RowsMark = {
  rowCount: 0,
  mentionCount: 0,
  resourceCount: 0,
  cutCount: 0,
  firstTime: Number.POSITIVE_INFINITY,
  lastTime: Number.NEGATIVE_INFINITY,
};
