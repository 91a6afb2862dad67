import { isAbort, toUserErrorData, type UserErrorData } from '../../base/errors';
import type { Log } from '../../base/log';
import type { SourceRoot } from '../../protocol/requests';
import type { CoverageResult, CoverageRow, SearchScope } from '../../protocol/searchRequests';
import { parseDayRange } from '../scan/dayRange';
import { toSourcePlace, type Place } from '../search/place';
import type { RequestSender } from '../server/requestTypes';
import { sumRows, toState, type CoverageState, type CoverageTotals } from './coverageTotals';

export type CoverageLevel = 'account' | 'region' | 'month' | 'day';

export type CoverageNode =
  | {
      readonly type: 'source';
      readonly coverage: CoverageResult;
      readonly totals: CoverageTotals;
      readonly state: CoverageState;
    }
  | {
      readonly type: 'part';
      readonly level: CoverageLevel;
      readonly label: string;
      readonly totals: CoverageTotals;
      readonly state: CoverageState;
    }
  | { readonly type: 'badSegments'; readonly segments: CoverageResult['badSegments'] }
  | { readonly type: 'badSegment'; readonly segment: string; readonly reason: string }
  | { readonly type: 'problem'; readonly error: UserErrorData };

/** A node as the view knows it, and the part of its source that it is about. */
export class CoverageElement {
  constructor(
    readonly id: string,
    readonly node: CoverageNode,
    readonly place: Place,
    readonly parent: CoverageElement | undefined,
    /** Made when asked for: a trail has thousands of days. */
    readonly makeChildren: (parent: CoverageElement) => readonly CoverageElement[] = () => [],
  ) {}
}

export interface CoverageTreeOptions {
  readonly server: RequestSender;
  readonly log: Log;
  readonly listRoots: () => Promise<readonly SourceRoot[]>;
  /** Everything changed. */
  readonly onDidChange: () => void;
}

/** What the coverage view shows, free of VS Code: for every source its accounts, regions, months and days. */
export class CoverageTree {
  private roots: Promise<readonly CoverageElement[]> | undefined;
  private readonly children = new WeakMap<CoverageElement, readonly CoverageElement[]>();

  constructor(private readonly options: CoverageTreeOptions) {}

  /** None while no source has an index: the view says then what to do. */
  getRoots(): Promise<readonly CoverageElement[]> {
    this.roots ??= this.load();
    return this.roots;
  }

  getChildren(element: CoverageElement): readonly CoverageElement[] {
    const known = this.children.get(element);
    if (known !== undefined) return known;
    const made = element.makeChildren(element);
    this.children.set(element, made);
    return made;
  }

  reload(): void {
    this.roots = undefined;
    this.options.onDidChange();
  }

  private async load(): Promise<readonly CoverageElement[]> {
    const sources = await this.options.listRoots();
    const elements = await Promise.all(sources.map((root) => this.loadSource(root)));
    return elements.some(isIndexed) ? elements : [];
  }

  private async loadSource(root: SourceRoot): Promise<CoverageElement> {
    const place = toSourcePlace(root);
    const id = `coverage ${root.sourceId}`;
    try {
      const coverage = await this.options.server.ask('coverage', { scope: place.scope });
      return newSourceElement(id, place, coverage);
    } catch (error) {
      if (!isAbort(error)) this.options.log.error(`Cannot tell the coverage of ${root.sourceId}:`, error);
      return new CoverageElement(id, { type: 'problem', error: toUserErrorData(error) }, place, undefined);
    }
  }
}

/** A problem is shown, too: it may hide an index. */
function isIndexed({ node }: CoverageElement): boolean {
  return node.type !== 'source' || node.coverage.rows.length > 0 || node.coverage.badSegments.length > 0;
}

export function newSourceElement(id: string, place: Place, coverage: CoverageResult): CoverageElement {
  const totals = sumRows(coverage.rows);
  const state = coverage.rows.length === 0 ? 'none' : toState(totals);
  return new CoverageElement(id, { type: 'source', coverage, totals, state }, place, undefined, (parent) => [
    ...(coverage.badSegments.length === 0 ? [] : [newBadSegments(parent, coverage.badSegments)]),
    ...newParts(parent, coverage.rows, levels),
  ]);
}

function newBadSegments(parent: CoverageElement, segments: CoverageResult['badSegments']): CoverageElement {
  return new CoverageElement(`${parent.id} bad`, { type: 'badSegments', segments }, parent.place, parent, (list) =>
    segments.map(
      (segment) =>
        new CoverageElement(`${list.id} ${segment.segment}`, { type: 'badSegment', ...segment }, list.place, list),
    ),
  );
}

interface LevelRule {
  readonly level: CoverageLevel;
  readonly toLabel: (row: CoverageRow) => string;
  /** What narrows the parent's scope down to the part; undefined where the keys do not say. */
  readonly toScope: (row: CoverageRow) => Partial<SearchScope> | undefined;
}

const levels: readonly LevelRule[] = [
  {
    level: 'account',
    toLabel: ({ account }) => account ?? 'No account in the key',
    toScope: ({ account }) => (account === null ? undefined : { accounts: [account] }),
  },
  {
    level: 'region',
    // Insights and network activity are kinds of their own, with regions of their own.
    toLabel: ({ region, kind }) => {
      const name = region ?? 'No region in the key';
      return kind === null || kind === 'CloudTrail' ? name : `${name} (${kind})`;
    },
    toScope: ({ region }) => (region === null ? undefined : { regions: [region] }),
  },
  {
    level: 'month',
    toLabel: ({ day }) => day?.slice(0, 7) ?? 'No day in the key',
    toScope: ({ day }) => toMonthScope(day),
  },
  { level: 'day', toLabel: ({ day }) => day ?? 'No day in the key', toScope: ({ day }) => toDayScope(day) },
];

function newParts(
  parent: CoverageElement,
  rows: readonly CoverageRow[],
  rules: readonly LevelRule[],
): readonly CoverageElement[] {
  const [rule, ...deeper] = rules;
  if (rule === undefined) return [];
  const byLabel = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    const label = rule.toLabel(row);
    const group = byLabel.get(label);
    if (group === undefined) byLabel.set(label, [row]);
    else group.push(row);
  }
  return [...byLabel]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, group]) => newPart(parent, label, group, rule, deeper));
}

function newPart(
  parent: CoverageElement,
  label: string,
  rows: readonly CoverageRow[],
  { level, toScope }: LevelRule,
  deeper: readonly LevelRule[],
): CoverageElement {
  const [first] = rows;
  const scope = { ...parent.place.scope, ...(first === undefined ? {} : toScope(first)) };
  const place = { ...parent.place, scope, title: `${parent.place.title} › ${label}` };
  const totals = sumRows(rows);
  // Objects whose keys name no day have no days below their month.
  const isLast = level === 'day' || (level === 'month' && first?.day === null);
  const node: CoverageNode = { type: 'part', level, label, totals, state: toState(totals) };
  return new CoverageElement(`${parent.id} ${label}`, node, place, parent, (self) =>
    isLast ? [] : newParts(self, rows, deeper),
  );
}

function toDayScope(day: string | null): Partial<SearchScope> | undefined {
  return day === null ? undefined : parseDayRange(day);
}

function toMonthScope(day: string | null): Partial<SearchScope> | undefined {
  const [year, month] = (day ?? '').split('-').map(Number);
  if (year === undefined || month === undefined || Number.isNaN(month)) return undefined;
  return { from: Date.UTC(year, month - 1, 1), to: Date.UTC(year, month, 1) };
}
