import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Coverage, CoverageStatement } from './coverage';
import { toCoverage } from './coverageTable';
import { toStatement } from './coverageText';
import type { IndexSnapshot } from './indexSnapshot';
import { readLedger, type LedgerSums } from './ledger';
import { readListings } from './listingLines';
import { isDayInScope, isPlaceInScope, toPlacePrefix } from './partitions';
import type { QueryDatabase } from './queryDatabase';
import type { ListingLine } from './runLog';
import type { Scope } from './scope';
import { isDiskRefusal } from './verifiedFiles';

const maxStatements = 200;

/** Answers what an index covers. The ledger's sums are added up once, the listings are read when they changed. */
export class CoverageReader {
  private whole: Promise<readonly LedgerSums[]> | undefined;
  private listings: { readonly state: string; readonly lines: readonly ListingLine[] } | undefined;
  private readonly statements = new Map<
    string,
    { readonly lines: readonly ListingLine[]; readonly statement: CoverageStatement }
  >();
  private readonly lifetime = new AbortController();

  constructor(
    private readonly database: QueryDatabase,
    private readonly snapshot: IndexSnapshot,
    private readonly indexFolder: string,
  ) {}

  async coverageOf(scope: Scope, signal: AbortSignal): Promise<Coverage> {
    return toCoverage(await this.ledgerOf(scope, signal), await this.listLines(), scope);
  }

  async statementOf(scope: Scope, signal: AbortSignal): Promise<CoverageStatement> {
    const lines = await this.listLines();
    const name = JSON.stringify(scope);
    const known = this.statements.get(name);
    if (known?.lines === lines) return known.statement;
    const coverage = toCoverage(await this.ledgerOf(scope, signal), lines, scope);
    const places = toPlaces(scope);
    const isWhole = JSON.stringify(places) === name;
    const everywhere = isWhole ? coverage : toCoverage(await this.ledgerOf(places, signal), lines, places);
    const statement = toStatement(coverage, everywhere, scope, this.snapshot.set.rejected.length);
    if (this.statements.size >= maxStatements) this.statements.clear();
    this.statements.set(name, { lines, statement });
    return statement;
  }

  private async ledgerOf(scope: Scope, signal: AbortSignal): Promise<readonly LedgerSums[]> {
    if (scope.prefix !== undefined && scope.prefix !== '')
      return readLedger(this.database, this.snapshot, scope, signal);
    this.whole ??= readLedger(this.database, this.snapshot, {}, this.lifetime.signal);
    try {
      const whole = await this.whole;
      return whole.filter((sums) => isPlaceInScope(sums, scope) && isDayInScope(sums.day, scope));
    } catch (error) {
      this.whole = undefined;
      throw error;
    }
  }

  private async listLines(): Promise<readonly ListingLine[]> {
    const state = await describeFolder(path.join(this.indexFolder, 'runs'));
    if (this.listings?.state === state) return this.listings.lines;
    const lines = await readListings(this.indexFolder);
    this.listings = { state, lines };
    return lines;
  }
}

/** The scope without its times: what is expected there on every day. */
function toPlaces({ accounts, regions, kinds, prefix }: Scope): Scope {
  return {
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(prefix === undefined ? {} : { prefix: toPlacePrefix(prefix) }),
  };
}

/** Names, sizes and times of the files: the same as long as nothing was written. */
async function describeFolder(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder)).sort();
    const facts = await Promise.all(names.map(async (name) => [name, await stat(path.join(folder, name))] as const));
    return facts.map(([name, { size, mtimeMs }]) => `${name} ${size} ${mtimeMs}`).join('\n');
  } catch (error) {
    if (isDiskRefusal(error)) return '';
    throw error;
  }
}
