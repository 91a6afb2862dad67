/** Rows for the README: what was measured, in numbers that can be compared on another machine. */
export type BenchRow = readonly [what: string, ours: string, reference: string, ratio: string, goal: string];

export function printTable(title: string, rows: readonly BenchRow[]): void {
  const lines = [['', 'Trailcase', 'reference', 'ratio', 'goal'], ['---', '---', '---', '---', '---'], ...rows];
  process.stdout.write(`\n${title}\n\n${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`);
}

export function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

export function times(value: number): string {
  return `${value.toFixed(2)}×`;
}
