import { grownInts } from './textDictionary';

/** A set of small numbers that is emptied often: a number belongs to it if it was added in the present turn. */
export class Turns {
  private turns = new Int32Array(1024);
  private turn = 0;

  /** Empties the set. */
  next(): void {
    this.turn++;
    if (this.turn < 0x7fff_ffff) return;
    this.turns.fill(0);
    this.turn = 1;
  }

  has(code: number): boolean {
    return this.turns[code] === this.turn;
  }

  /** False when the number was in the set. */
  add(code: number): boolean {
    if (code >= this.turns.length) this.turns = grownInts(this.turns, Math.max(this.turns.length * 2, code + 1));
    if (this.turns[code] === this.turn) return false;
    this.turns[code] = this.turn;
    return true;
  }
}
