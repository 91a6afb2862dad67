import { NameTable } from './nameTable';
import { cell, nextValue, readCell, stride, valueKind } from './tape';
import type { TapedText } from './tokenText';

interface PathNode {
  /** The number of the path that ends here; -1 for none. */
  readonly path: number;
  readonly below: PathTree | undefined;
}

/** Finds many fields of an object in one pass over it. */
export class PathTree {
  private readonly names: NameTable;
  private readonly nodes: readonly PathNode[];

  /** A path's number is its place in the list. No path may be empty. */
  constructor(paths: readonly (readonly string[])[], numbers: readonly number[] = paths.map((_, number) => number)) {
    const names = [...new Set(paths.map(([name = '']) => name))];
    this.names = new NameTable(names);
    this.nodes = names.map((name) => {
      const own = [...paths.keys()].filter((at) => paths[at]?.[0] === name);
      const deeper = own.filter((at) => (paths[at]?.length ?? 0) > 1);
      const end = own.find((at) => paths[at]?.length === 1);
      const rest = deeper.map((at) => paths[at]?.slice(1) ?? []);
      const restNumbers = deeper.map((at) => numbers[at] ?? -1);
      const below = deeper.length === 0 ? undefined : new PathTree(rest, restNumbers);
      return { path: end === undefined ? -1 : (numbers[end] ?? -1), below };
    });
  }

  /**
   * Writes the tape index of each path's value to `found`, by the path's number; -1 where nothing stands. Of members
   * with one name the last counts, as in RecordFields.
   */
  find(taped: TapedText, value: number, found: Int32Array): void {
    this.forget(found);
    const { tape, text } = taped;
    const kind = tape.cells[value * stride];
    if (kind !== valueKind.object && kind !== valueKind.cutObject) return;
    const end = readCell(tape, value, cell.next);
    for (let member = value + 1; member < end; member = nextValue(tape, member)) {
      const keyStart = readCell(tape, member, cell.keyStart);
      const node = this.nodes[this.names.find(text.bytes, keyStart, readCell(tape, member, cell.keyEnd))];
      if (node === undefined) continue;
      if (node.path >= 0) found[node.path] = member;
      node.below?.find(taped, member, found);
    }
  }

  private forget(found: Int32Array): void {
    for (const { path, below } of this.nodes) {
      if (path >= 0) found[path] = -1;
      below?.forget(found);
    }
  }
}
