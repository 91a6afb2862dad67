import type { DuckDBType } from '@duckdb/node-api';
import type { LogicalType, Vector } from '@duckdb/node-bindings';
import type { TextDictionary } from '../engine/record/textDictionary';
import type { DuckDb, DuckDbBindings } from './duckDb';
import type { IntColumn } from './rowColumns';

/** Rows that DuckDB takes at once. */
export const chunkRows = 2048;

/** A column on its way to DuckDB. */
export interface SegmentColumn {
  readonly name: string;
  readonly type: LogicalType;
  /** Writes `count` rows (at most `chunkRows`) from row `first` on into a vector, where they begin at row `to`. */
  fill(vector: Vector, first: number, count: number, to: number): void;
}

/** Copies numbers and whole columns of codes into DuckDB's vectors. */
export class ColumnFiller {
  private readonly validity = new Uint8Array(chunkRows / 8);
  private readonly ints = new Int32Array(chunkRows * 4);
  private readonly bytes = new Uint8Array(this.ints.buffer);
  /** Of each code of the dictionary: its number in the column at hand, plus 1. */
  private numbers = new Int32Array(0);

  constructor(
    private readonly duckDb: DuckDb,
    private readonly bindings: DuckDbBindings,
  ) {}

  /**
   * Texts as an ENUM, which Parquet keeps as its own dictionary without looking at a text twice. Undefined when all
   * are NULL. The codes are replaced by the numbers of the ENUM. `isWanted` says which codes are texts.
   */
  texts(name: string, codes: IntColumn, rowCount: number, dictionary: TextDictionary): SegmentColumn | undefined {
    const values = this.renumber(codes.values, Math.min(rowCount, codes.values.length), dictionary);
    return values.length === 0 ? undefined : this.numberedTexts(name, codes.values, rowCount, values);
  }

  /** As `texts`, of few different texts that are in no dictionary. */
  words(name: string, rowCount: number, textOf: (row: number) => string | undefined): SegmentColumn {
    const numberOf = new Map<string, number>();
    const numbers = new Int32Array(rowCount).fill(-1);
    for (let row = 0; row < rowCount; row++) {
      const text = textOf(row);
      if (text === undefined) continue;
      const number = numberOf.get(text) ?? numberOf.size;
      if (number === numberOf.size) numberOf.set(text, number);
      numbers[row] = number;
    }
    if (numberOf.size === 0) return this.plainTexts(name, () => undefined);
    return this.numberedTexts(name, numbers, rowCount, [...numberOf.keys()]);
  }

  /** `numbers` are places in `values`, which are different texts; negative and missing ones are NULL. */
  private numberedTexts(name: string, numbers: Int32Array, count: number, values: readonly string[]): SegmentColumn {
    // The ENUM's texts pass through C strings, which end at a NUL.
    if (values.some((value) => value.includes('\0'))) {
      const bytes = values.map((value) => Buffer.from(value));
      return this.plainTexts(name, (row) => bytes[numbers[row] ?? -1]);
    }
    // As DuckDB stores an ENUM of so many values (EnumTypeInfo::DictType).
    const width = values.length <= 255 ? 1 : values.length <= 65_535 ? 2 : 4;
    const narrow = width === 1 ? new Uint8Array(count) : width === 2 ? new Uint16Array(count) : new Int32Array(count);
    const validity = new Uint8Array(Math.ceil(count / chunkRows) * (chunkRows / 8)).fill(255);
    let hasNull = false;
    for (let row = 0; row < count; row++) {
      const number = numbers[row] ?? -1;
      if (number >= 0) narrow[row] = number;
      else {
        hasNull = true;
        validity[row >> 3] = (validity[row >> 3] ?? 0) & ~(1 << (row & 7));
      }
    }
    const { bindings } = this;
    return {
      name,
      // Not duckDb.ENUM, which would keep all texts and an index of them.
      type: bindings.create_enum_type(values),
      fill: (vector, first, rows, to) => {
        bindings.copy_data_to_vector(vector, to * width, narrow.buffer, first * width, rows * width);
        if (!hasNull) return;
        bindings.vector_ensure_validity_writable(vector);
        // Rows begin at a chunk wherever a column has NULLs: only lists have none, and they begin anywhere.
        bindings.copy_data_to_vector_validity(vector, to / 8, validity.buffer, first / 8, chunkRows / 8);
      },
    };
  }

  /** Texts one by one: for those that are different in every row. */
  plainTexts(name: string, textOf: (row: number) => string | Uint8Array | undefined): SegmentColumn {
    return {
      name,
      type: toLogicalType(this.duckDb.VARCHAR),
      fill: (vector, first, count, to) => {
        this.validity.fill(255);
        let hasNull = false;
        for (let row = 0; row < count; row++) {
          const text = textOf(first + row);
          if (text === undefined) {
            hasNull = true;
            this.setNull(row);
          } else if (typeof text !== 'string') this.bindings.vector_assign_string_element_len(vector, to + row, text);
          else this.bindings.vector_assign_string_element_len(vector, to + row, Buffer.from(text));
        }
        if (hasNull) this.copyValidity(vector, to);
      },
    };
  }

  /** 32-bit integers, none of them NULL. */
  ints32(name: string, values: Int32Array): SegmentColumn {
    return {
      name,
      type: toLogicalType(this.duckDb.INTEGER),
      fill: (vector, first, count, to) => {
        this.copyFrom(vector, values, first, count, to);
      },
    };
  }

  /** Unsigned 64-bit integers in two halves, none of them NULL. */
  unsigned64(name: string, highs: Int32Array, lows: Int32Array): SegmentColumn {
    return {
      name,
      type: toLogicalType(this.duckDb.UBIGINT),
      fill: (vector, first, count, to) => {
        for (let row = 0; row < count; row++) {
          this.ints[2 * row] = lows[first + row] ?? 0;
          this.ints[2 * row + 1] = highs[first + row] ?? 0;
        }
        this.copy(vector, count, 8, to);
      },
    };
  }

  /** Whole numbers beyond 32 bits as DuckDB's `type` of 64 bits, times `factor`; NaN is NULL. */
  numbers64(name: string, type: DuckDBType, valueOf: (row: number) => number, factor = 1): SegmentColumn {
    return {
      name,
      type: toLogicalType(type),
      fill: (vector, first, count, to) => {
        this.validity.fill(255);
        for (let row = 0; row < count; row++) {
          const value = valueOf(first + row) * factor;
          if (Number.isNaN(value)) this.setNull(row);
          this.ints[2 * row] = value % 0x1_0000_0000;
          this.ints[2 * row + 1] = Math.floor(value / 0x1_0000_0000);
        }
        this.copy(vector, count, 8, to);
        this.copyValidity(vector, to);
      },
    };
  }

  /** ms as TIMESTAMP; NaN is NULL. */
  times(name: string, timeOf: (row: number) => number): SegmentColumn {
    return this.numbers64(name, this.duckDb.TIMESTAMP, timeOf, 1000);
  }

  /** 32-bit integers as DuckDB's `type`, a DATE for example; undefined is NULL. */
  optional32(name: string, type: DuckDBType, valueOf: (row: number) => number | undefined): SegmentColumn {
    return {
      name,
      type: toLogicalType(type),
      fill: (vector, first, count, to) => {
        this.validity.fill(255);
        for (let row = 0; row < count; row++) {
          const value = valueOf(first + row);
          if (value === undefined) this.setNull(row);
          this.ints[row] = value ?? 0;
        }
        this.copy(vector, count, 4, to);
        this.copyValidity(vector, to);
      },
    };
  }

  booleans(name: string, valueOf: (row: number) => boolean | undefined): SegmentColumn {
    return {
      name,
      type: toLogicalType(this.duckDb.BOOLEAN),
      fill: (vector, first, count, to) => {
        this.validity.fill(255);
        for (let row = 0; row < count; row++) {
          const value = valueOf(first + row);
          if (value === undefined) this.setNull(row);
          this.bytes[row] = value === true ? 1 : 0;
        }
        this.copy(vector, count, 1, to);
        this.copyValidity(vector, to);
      },
    };
  }

  /** 16 bytes a row as a UUID: four integers, as DuckDB keeps one in memory. */
  uuids(name: string, words: Int32Array, isThere: (row: number) => boolean): SegmentColumn {
    return {
      name,
      type: toLogicalType(this.duckDb.UUID),
      fill: (vector, first, count, to) => {
        this.validity.fill(255);
        for (let row = 0; row < count; row++) if (!isThere(first + row)) this.setNull(row);
        const known = Math.max(0, Math.min(count, words.length / 4 - first));
        this.copyFrom(vector, words, first * 4, known * 4, to * 4);
        this.copyValidity(vector, to);
      },
    };
  }

  /** Lists of texts; `ends[row]` is where a row's codes end in `codes`. Undefined when all are empty. */
  textLists(
    name: string,
    codes: Int32Array,
    ends: Int32Array,
    rowCount: number,
    dictionary: TextDictionary,
  ): SegmentColumn | undefined {
    const total = rowCount === 0 ? 0 : (ends[rowCount - 1] ?? 0);
    const values = this.renumber(codes, total, dictionary);
    if (values.length === 0) return undefined;
    const child = this.numberedTexts(name, codes, total, values);
    return this.lists(name, child, ends);
  }

  /** Lists of integers. */
  intLists(name: string, values: Int32Array, ends: Int32Array): SegmentColumn {
    return this.lists(name, this.ints32(name, values), ends);
  }

  private lists(name: string, child: SegmentColumn, ends: Int32Array): SegmentColumn {
    return {
      name,
      type: this.bindings.create_list_type(child.type),
      fill: (vector, first, count, to) => {
        const start = first === 0 ? 0 : (ends[first - 1] ?? 0);
        const total = (ends[first + count - 1] ?? 0) - start;
        let at = start;
        for (let row = 0; row < count; row++) {
          const end = ends[first + row] ?? at;
          this.ints[4 * row] = at - start;
          this.ints[4 * row + 1] = 0;
          this.ints[4 * row + 2] = end - at;
          this.ints[4 * row + 3] = 0;
          at = end;
        }
        this.copy(vector, count, 16, to);
        this.bindings.list_vector_reserve(vector, total);
        this.bindings.list_vector_set_size(vector, total);
        const inner = this.bindings.list_vector_get_child(vector);
        for (let done = 0; done < total; done += chunkRows) {
          child.fill(inner, start + done, Math.min(chunkRows, total - done), done);
        }
      },
    };
  }

  /** Gives the codes that occur numbers from 0 on, in place; returns their texts. */
  private renumber(codes: Int32Array, count: number, dictionary: TextDictionary): string[] {
    if (this.numbers.length < dictionary.count) this.numbers = new Int32Array(dictionary.count);
    const { numbers } = this;
    const used: number[] = [];
    for (let at = 0; at < count; at++) {
      const code = codes[at] ?? -1;
      if (code < 0) continue;
      if (numbers[code] === 0) numbers[code] = used.push(code);
      codes[at] = (numbers[code] ?? 0) - 1;
    }
    for (const code of used) numbers[code] = 0;
    return used.map((code) => dictionary.textOf(code));
  }

  private setNull(row: number): void {
    this.validity[row >> 3] = (this.validity[row >> 3] ?? 0) & ~(1 << (row & 7));
  }

  private copyValidity(vector: Vector, to: number): void {
    this.bindings.vector_ensure_validity_writable(vector);
    this.bindings.copy_data_to_vector_validity(vector, to / 8, this.validity.buffer, 0, this.validity.length);
  }

  /** Copies what stands in the scratch memory: `count` rows of `width` bytes. */
  private copy(vector: Vector, count: number, width: number, to: number): void {
    this.bindings.copy_data_to_vector(vector, to * width, this.ints.buffer, 0, count * width);
  }

  private copyFrom(vector: Vector, values: Int32Array, first: number, count: number, to: number): void {
    if (count === 0) return;
    // Arrays of integers are made in this thread alone, so their memory is no SharedArrayBuffer.
    const buffer = values.buffer as ArrayBuffer;
    this.bindings.copy_data_to_vector(vector, to * 4, buffer, values.byteOffset + first * 4, count * 4);
  }
}

function toLogicalType(type: DuckDBType): LogicalType {
  return type.toLogicalType().logical_type;
}
