import { isAbort } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ValidationBadge } from '../../protocol/validationRequests';
import type { RequestSender } from '../server/requestTypes';

export interface ValidationBadgesOptions {
  readonly server: RequestSender;
  readonly log: Log;
  /** Badges that were requested came in. */
  readonly onDidLearn: () => void;
}

/** The most places in one question. */
const batchSize = 1000;
/** The most places that are remembered of a source: then all are asked for anew. */
const maxKnown = 50_000;

interface SourceBadges {
  /** Whether any run is kept: without one, nothing is asked of its places. */
  readonly hasRuns: Promise<boolean>;
  /** Null: no run saw the place. */
  readonly known: Map<string, ValidationBadge | null>;
  readonly wanted: Set<string>;
  isAsking: boolean;
}

/**
 * What the last validations say of the places of the tree. Asked in batches, kept until the source is validated again.
 * A badge is an addition: whatever goes wrong here is logged, and nothing else fails for it.
 */
export class ValidationBadges {
  private readonly sources = new Map<string, SourceBadges>();

  constructor(private readonly options: ValidationBadgesOptions) {}

  /** What is known already. */
  find(sourceId: string, place: string): ValidationBadge | undefined {
    return this.sources.get(sourceId)?.known.get(place) ?? undefined;
  }

  /** Asks for what is not known yet of these places, and waits for it. */
  async load(sourceId: string, places: readonly string[]): Promise<void> {
    const source = this.getSource(sourceId);
    if (!(await source.hasRuns)) return;
    const missing = places.filter((place) => !source.known.has(place));
    for (let at = 0; at < missing.length; at += batchSize) {
      await this.ask(sourceId, source, missing.slice(at, at + batchSize));
    }
  }

  /** Asks for one place together with others that are wanted in the same moment, and tells when they came in. */
  request(sourceId: string, place: string): void {
    const source = this.getSource(sourceId);
    if (source.known.has(place)) return;
    source.wanted.add(place);
    if (source.isAsking) return;
    source.isAsking = true;
    void this.askWanted(sourceId, source);
  }

  /** The next to look asks anew. */
  forget(sourceId: string): void {
    this.sources.delete(sourceId);
  }

  private async askWanted(sourceId: string, source: SourceBadges): Promise<void> {
    // The editor asks for row after row: all of one turn go together.
    await new Promise((resolve) => setTimeout(resolve, 0));
    while (source.wanted.size > 0) {
      const places = [...source.wanted];
      source.wanted.clear();
      await this.load(sourceId, places);
      if (this.sources.get(sourceId) !== source) break;
      if (places.some((place) => this.find(sourceId, place) !== undefined)) this.options.onDidLearn();
    }
    source.isAsking = false;
  }

  private async ask(sourceId: string, source: SourceBadges, places: readonly string[]): Promise<void> {
    try {
      const badges = await this.options.server.ask('validationBadges', { sourceId, places });
      if (source.known.size + places.length > maxKnown) source.known.clear();
      for (const [index, place] of places.entries()) source.known.set(place, badges[index] ?? null);
    } catch (error) {
      if (!isAbort(error)) this.options.log.warn(`Cannot tell what was validated of ${sourceId}: ${String(error)}`);
    }
  }

  private getSource(sourceId: string): SourceBadges {
    const known = this.sources.get(sourceId);
    if (known !== undefined) return known;
    const hasRuns = this.askRuns(sourceId);
    const source = {
      hasRuns,
      known: new Map<string, ValidationBadge | null>(),
      wanted: new Set<string>(),
      isAsking: false,
    };
    this.sources.set(sourceId, source);
    return source;
  }

  private async askRuns(sourceId: string): Promise<boolean> {
    try {
      return (await this.options.server.ask('validationRuns', { sourceId })).length > 0;
    } catch (error) {
      if (!isAbort(error)) this.options.log.warn(`Cannot list the validations of ${sourceId}: ${String(error)}`);
      return false;
    }
  }
}
