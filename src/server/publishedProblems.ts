import type { Diagnostic } from 'vscode-languageserver-types';
import { parseUriText, toUriParts, toUriText } from '../protocol/documentUri';

/** What reading a log and validating it found, of one document that is open. */
interface OpenProblems {
  /** As the editor spells it, which may differ from the server's own spelling. */
  uri: string;
  read: readonly Diagnostic[];
  validation: readonly Diagnostic[];
}

/**
 * Everything that is published as diagnostics. A document's come from two sides that do not know of each other: its text
 * was read (while it is open), and its object was validated (open or not). Each publishing replaces all of a URI's, so
 * they meet here.
 */
export class PublishedProblems {
  private readonly open = new Map<string, OpenProblems>();
  /** Of the last runs, by source: then by document. */
  private readonly runs = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
  /** URIs that now have diagnostics, by document. */
  private readonly published = new Map<string, string>();

  constructor(private readonly send: (uri: string, diagnostics: readonly Diagnostic[]) => void) {}

  /** URIs of the documents that are open. */
  openUris(): readonly string[] {
    return [...this.open.values()].map(({ uri }) => uri);
  }

  setRead(uri: string, read: readonly Diagnostic[]): void {
    this.openProblems(uri).read = read;
    this.publish(toName(uri));
  }

  /** What the runs that are kept say of an open document: less than what the last run itself says of it. */
  setValidation(uri: string, validation: readonly Diagnostic[]): void {
    const open = this.open.get(toName(uri));
    // It may have been closed while the runs were asked.
    if (open === undefined) return;
    open.validation = validation;
    this.publish(toName(uri));
  }

  close(uri: string): void {
    const name = toName(uri);
    this.open.delete(name);
    this.publish(name);
  }

  /** Replaces what the last runs of a source found, by documents' URIs. */
  setRun(sourceId: string, problems: ReadonlyMap<string, readonly Diagnostic[]>): void {
    const before = this.runs.get(sourceId);
    const named = new Map([...problems].map(([uri, diagnostics]) => [toName(uri), diagnostics]));
    if (named.size === 0) this.runs.delete(sourceId);
    else this.runs.set(sourceId, named);
    for (const name of new Set([...(before?.keys() ?? []), ...named.keys()])) {
      for (const shown of this.documentsOf(name)) this.publish(shown);
    }
  }

  private openProblems(uri: string): OpenProblems {
    const name = toName(uri);
    const open = this.open.get(name) ?? { uri, read: [], validation: [] };
    open.uri = uri;
    this.open.set(name, open);
    return open;
  }

  /** The object's first page, which stands for it while it is closed, and those pages that are open. */
  private documentsOf(firstPage: string): string[] {
    const pages = [...this.open.keys()].filter((name) => name !== firstPage && toFirstPage(name) === firstPage);
    return [firstPage, ...pages];
  }

  private publish(name: string): void {
    const open = this.open.get(name);
    const found = this.findInRuns(toFirstPage(name));
    const ofPage = open === undefined && name !== toFirstPage(name) ? [] : found;
    const diagnostics = [...(ofPage ?? open?.validation ?? []), ...(open?.read ?? [])];
    const before = this.published.get(name);
    const uri = open?.uri ?? before ?? name;
    if (before !== undefined && before !== uri) this.send(before, []);
    if (diagnostics.length > 0) this.published.set(name, uri);
    else this.published.delete(name);
    this.send(uri, diagnostics);
  }

  private findInRuns(firstPage: string): readonly Diagnostic[] | undefined {
    for (const problems of this.runs.values()) {
      const found = problems.get(firstPage);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** One spelling for all spellings of a document's URI. */
function toName(uri: string): string {
  const address = parseUriText(uri);
  return address === undefined ? uri : toUriText(toUriParts(address));
}

function toFirstPage(name: string): string {
  const address = parseUriText(name);
  return address === undefined || address.isRaw ? name : toUriText(toUriParts({ ...address, page: 1 }));
}
