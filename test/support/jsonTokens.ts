/** The tokens of a JSON text as they are spelled, found by other means than the code under test. Broken text gives odd tokens, but the same ones every time. */
export function toTokens(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\[\s\S])*"|[{}[\],:]|[^\s{}[\],:"]+|"/g) ?? [];
}
