/** Short stand-ins for the URIs of documents, in what thousands of lenses carry there and back. */
export class DocumentNumbers {
  private readonly numbers = new Map<string, number>();
  private readonly uris: string[] = [];

  numberOf(uri: string): number {
    const known = this.numbers.get(uri);
    if (known !== undefined) return known;
    this.numbers.set(uri, this.uris.length);
    return this.uris.push(uri) - 1;
  }

  /** `''` for a number that was never given out. */
  uriOf(number: number): string {
    return this.uris[number] ?? '';
  }
}
