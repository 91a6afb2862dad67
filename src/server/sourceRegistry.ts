import { createHash } from 'node:crypto';
import { UserError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { SetSettingsResult, SourceRoot } from '../protocol/requests';
import type { SourceConfig } from '../protocol/sourceConfig';
import { openSource, type OpenedSource } from '../source/openSource';
import type { AwsServices } from '../source/s3/awsServices';
import { lazySessions, type GetSessions } from '../source/s3/lazyS3Source';

export type WithCache = (opened: OpenedSource, endpoint: string | undefined) => OpenedSource;

/** The configured sources, by id. Owns their connections. */
export class SourceRegistry implements Disposable {
  private opened = new Map<string, OpenedSource>();
  private readonly configs = new Map<string, SourceConfig>();
  private currentSessions: GetSessions;

  constructor(
    private readonly services: AwsServices,
    /** Puts the cache of originals before a source. */
    private readonly withCache: WithCache = (opened) => opened,
  ) {
    this.currentSessions = lazySessions(services);
  }

  get sessions(): GetSessions {
    return this.currentSessions;
  }

  /** Takes over a new list: every source is opened anew, so that renewed credentials and profiles count. */
  setSources(configs: readonly SourceConfig[]): SetSettingsResult {
    this.dispose();
    this.currentSessions = lazySessions(this.services);
    const roots: SourceRoot[] = [];
    const problems: { index: number; message: string }[] = [];
    for (const [index, config] of configs.entries()) {
      try {
        roots.push(this.open(config));
      } catch (error) {
        problems.push({ index, message: error instanceof Error ? error.message : String(error) });
      }
    }
    return { roots, problems };
  }

  /** Throws a UserError when no source has the id. */
  get(sourceId: string): OpenedSource {
    const source = this.opened.get(sourceId);
    if (source !== undefined) return source;
    throw new UserError('notFound', 'The source of this log is no longer among the configured sources.', {
      nextStep: 'Add it again (Trailcase: Add S3 Location, or Open Folder of Logs).',
    });
  }

  /** A source as it was configured. Throws a UserError when no source has the id. */
  describe(sourceId: string): { readonly opened: OpenedSource; readonly config: SourceConfig } {
    const opened = this.get(sourceId);
    return { opened, config: this.configs.get(sourceId) ?? { uri: opened.location } };
  }

  /** Every source that could be opened. */
  list(): readonly { readonly sourceId: string; readonly opened: OpenedSource }[] {
    return [...this.opened].map(([sourceId, opened]) => ({ sourceId, opened }));
  }

  dispose(): void {
    for (const source of this.opened.values()) source.dispose();
    this.opened.clear();
    this.configs.clear();
  }

  private open(config: SourceConfig): SourceRoot {
    const opened = this.withCache(openSource(config, this.currentSessions), config.endpoint);
    const sourceId = toSourceId(config, opened);
    if (this.opened.has(sourceId)) throw new UserError('invalidInput', `${opened.location} is listed twice.`);
    this.opened.set(sourceId, opened);
    this.configs.set(sourceId, config);
    const label = config.name === undefined || config.name.trim() === '' ? opened.defaultName : config.name;
    const { location, isLocal, prefix } = opened;
    return { sourceId, label, location, isLocal, prefix, config };
  }
}

/**
 * The same for the same place reached in the same way, so that documents left open find their source again after a
 * restart. It is the authority of a URI: lower case letters, digits and hyphens only.
 */
function toSourceId(config: SourceConfig, opened: OpenedSource): string {
  const way = [
    opened.location,
    config.profile ?? '',
    config.region ?? '',
    config.endpoint ?? '',
    config.pathStyle ?? '',
  ];
  const hash = createHash('sha256').update(JSON.stringify(way)).digest('hex').slice(0, 10);
  const slug = opened.defaultName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${opened.isLocal ? 'folder' : 's3'}-${slug === '' ? 'logs' : slug}-${hash}`;
}
