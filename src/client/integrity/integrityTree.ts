import { isAbort, type UserErrorData } from '../../base/errors';
import type { Log } from '../../base/log';
import type { ValidatedHour, ValidationHeader } from '../../engine/digest/validation';
import { toUriParts, toUriText } from '../../protocol/documentUri';
import type { SourceRoot } from '../../protocol/requests';
import type { ValidationFinding, ValidationObjectRow } from '../../protocol/validationRequests';
import type { RequestSender } from '../server/requestTypes';
import { PagedTree, type PagedElement } from '../views/pagedTree';
import { joinHours } from './hourSpans';

/** A run that is kept, and the source that it validated. */
export interface ShownRun {
  readonly root: SourceRoot;
  readonly header: ValidationHeader;
}

/** How findings are grouped: by what they do to the verdict, and the hours by themselves. */
export const findingGroups = ['wrong', 'unproven', 'hours', 'none'] as const;
export type FindingGroup = (typeof findingGroups)[number];
/** What the head of a run tells besides its verdict. */
export const runFacts = ['digest', 'log', 'copy', 'keys'] as const;
export type RunFact = (typeof runFacts)[number];

export type IntegrityNode =
  | { readonly type: 'run' }
  | { readonly type: 'fact'; readonly fact: RunFact }
  | { readonly type: 'group'; readonly group: FindingGroup; readonly findings: readonly ValidationFinding[] }
  | { readonly type: 'finding'; readonly finding: ValidationFinding }
  | { readonly type: 'object'; readonly finding: ValidationFinding; readonly object: ValidationObjectRow }
  | { readonly type: 'hour'; readonly finding: ValidationFinding; readonly hour: ValidatedHour }
  /** What could not be listed, or keys that could not be had. */
  | { readonly type: 'trouble'; readonly trouble: ValidationHeader['problems'][number] }
  | { readonly type: 'more'; readonly shown: number; readonly total: number }
  | { readonly type: 'problem'; readonly error: UserErrorData };

export class IntegrityElement<N extends IntegrityNode = IntegrityNode> implements PagedElement<IntegrityElement> {
  children: readonly IntegrityElement[] | undefined;

  constructor(
    readonly id: string,
    readonly node: N,
    /** Absent only where the runs themselves could not be asked for. */
    readonly run: ShownRun | undefined,
    readonly parent: IntegrityElement | undefined,
  ) {}

  isA<T extends IntegrityNode['type']>(
    type: T,
  ): this is IntegrityElement<Extract<IntegrityNode, { readonly type: T }>> {
    return this.node.type === type;
  }

  /** `cloudtrail:` URI of the log or digest that the node is about; absent when there is nothing to open. */
  get documentUri(): string | undefined {
    return this.isA('object') ? this.node.object.documentUri : undefined;
  }

  /** Likewise of the digest that names the log, or covers the hour. */
  get digestUri(): string | undefined {
    if (this.isA('object')) return this.node.object.digestDocumentUri;
    const key = this.isA('hour') ? this.node.hour.digestKey : undefined;
    if (key === undefined || this.run === undefined) return undefined;
    return toUriText(toUriParts({ sourceId: this.run.root.sourceId, key }));
  }
}

export interface IntegrityTreeOptions {
  readonly server: RequestSender;
  readonly log: Log;
  readonly listRoots: () => Promise<readonly SourceRoot[]>;
  /** Undefined: everything changed. */
  readonly onDidChange: (element: IntegrityElement | undefined) => void;
}

const pageSize = 200;
/** The finding whose places stand in the header of the run. */
export const problemFindingId = 'run.problem';

/** What the integrity view shows, free of VS Code: one run, its findings, and their objects page by page. */
export class IntegrityTree {
  private chosen: ShownRun | undefined;
  private readonly pages: PagedTree<IntegrityElement>;

  constructor(private readonly options: IntegrityTreeOptions) {
    this.pages = new PagedTree<IntegrityElement>({
      ...options,
      loadRoots: () => this.loadRoots(),
      loadChildren: (element) => this.loadChildren(element),
      newProblem: (error, parent) => this.newElement('problem', { type: 'problem', error }, parent),
    });
  }

  /** Undefined: the newest. */
  show(run: ShownRun | undefined): void {
    this.chosen = run;
    this.pages.reload();
  }

  /** Runs came or went: what is shown stays while it is kept, unless it was the newest and no longer is. */
  async refresh(): Promise<void> {
    if (!this.pages.isLoaded) return;
    const shown = (await this.getRoots())[0]?.run;
    const runs = await this.listRuns();
    const isSame = (other: ShownRun | undefined) => (run: ShownRun) =>
      run.header.runId === other?.header.runId && run.root.sourceId === other.root.sourceId;
    const next = runs.find(isSame(this.chosen)) ?? runs[0];
    if (next === undefined ? shown === undefined : isSame(shown)(next)) return;
    this.show(runs.find(isSame(this.chosen)));
  }

  /** Every run that is kept, newest first. A source that cannot be asked has none. */
  async listRuns(): Promise<readonly ShownRun[]> {
    const roots = await this.options.listRoots();
    const runs = await Promise.all(roots.map((root) => this.listRunsOf(root)));
    return runs.flat().sort((a, b) => b.header.startedTime - a.header.startedTime);
  }

  getRoots(): Promise<readonly IntegrityElement[]> {
    return this.pages.getRoots();
  }

  getChildren(element: IntegrityElement): Promise<readonly IntegrityElement[]> {
    return this.pages.getChildren(element);
  }

  /** Puts the next page in the place of a "more" node; the first of the new nodes, to go on from there. */
  async loadMore(more: IntegrityElement): Promise<IntegrityElement | undefined> {
    const { parent } = more;
    if (!more.isA('more') || parent?.isA('finding') !== true) return undefined;
    return await this.pages.loadMore(more, () => this.loadPage(parent, more.node.shown));
  }

  /** The node of an object, where it lies among the first of its finding. */
  async findObject(key: string): Promise<IntegrityElement | undefined> {
    const [run] = await this.getRoots();
    const groups = run === undefined ? [] : await this.getChildren(run);
    for (const group of groups.filter((child) => child.isA('group'))) {
      for (const finding of await this.getChildren(group)) {
        const found = (await this.getChildren(finding)).find(
          (child) => child.isA('object') && child.node.object.key === key,
        );
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  private async loadRoots(): Promise<readonly IntegrityElement[]> {
    const run = this.chosen ?? (await this.listRuns())[0];
    if (run === undefined) return [];
    return [new IntegrityElement(`${this.pages.generation} ${run.header.runId}`, { type: 'run' }, run, undefined)];
  }

  private async listRunsOf(root: SourceRoot): Promise<readonly ShownRun[]> {
    try {
      const headers = await this.options.server.ask('validationRuns', { sourceId: root.sourceId });
      return headers.map((header) => ({ root, header }));
    } catch (error) {
      if (!isAbort(error)) this.options.log.error(`Cannot list the validations of ${root.sourceId}:`, error);
      return [];
    }
  }

  private async loadChildren(element: IntegrityElement): Promise<readonly IntegrityElement[]> {
    if (element.isA('run')) return await this.loadFindings(element);
    if (element.isA('group')) {
      return element.node.findings.map((finding) => this.newElement(finding.id, { type: 'finding', finding }, element));
    }
    return element.isA('finding') ? await this.loadFound(element) : [];
  }

  private async loadFindings(parent: IntegrityElement): Promise<readonly IntegrityElement[]> {
    const { run } = parent;
    if (run === undefined) return [];
    const { header, root } = run;
    const facts = runFacts
      .filter((fact) => hasFact(header, fact))
      .map((fact) => this.newElement(fact, { type: 'fact', fact }, parent));
    const load = this.options.server
      .ask('validationFindings', { sourceId: root.sourceId, runId: header.runId })
      .then((findings) => this.toGroups(findings, parent));
    // What is wrong comes first: the rest may lie below the edge of the panel.
    return [...(await this.pages.orProblem(load, parent)), ...facts];
  }

  private toGroups(findings: readonly ValidationFinding[], parent: IntegrityElement): readonly IntegrityElement[] {
    return findingGroups.flatMap((group) => {
      const ofGroup = findings.filter((finding) => toGroup(finding) === group);
      // What kept the run from looking explains what it could not prove.
      const own = [...ofGroup.filter(isRunFinding), ...ofGroup.filter((finding) => !isRunFinding(finding))];
      return own.length === 0 ? [] : [this.newElement(group, { type: 'group', group, findings: own }, parent)];
    });
  }

  private async loadFound(element: IntegrityElement<FindingNode>): Promise<readonly IntegrityElement[]> {
    const { header } = element.run ?? {};
    const { id } = element.node.finding;
    if (id === problemFindingId) {
      return (header?.problems ?? []).map((trouble, index) =>
        this.newElement(`${index}`, { type: 'trouble', trouble }, element),
      );
    }
    return await this.loadPage(element, 0);
  }

  private async loadPage(element: IntegrityElement<FindingNode>, offset: number): Promise<readonly IntegrityElement[]> {
    const { run, node } = element;
    if (run === undefined || isRunFinding(node.finding)) return [];
    const { finding } = node;
    const ids = { sourceId: run.root.sourceId, runId: run.header.runId, findingId: finding.id };
    const page = await this.options.server.ask('validationObjects', { ...ids, offset, limit: pageSize });
    const found = [
      ...page.objects.map((object): IntegrityNode => ({ type: 'object', finding, object })),
      ...joinHours(page.hours).map((hour): IntegrityNode => ({ type: 'hour', finding, hour })),
    ].map((child, index) => this.newElement(`${offset + index}`, child, element));
    const shown = offset + page.objects.length + page.hours.length;
    // An empty page ends the list whatever the total says: it would ask for the same page for ever.
    if (shown >= page.total || shown === offset) return found;
    return [...found, this.newElement(`more ${shown}`, { type: 'more', shown, total: page.total }, element)];
  }

  /** Ids begin with the generation: nodes of another run never inherit what was expanded. */
  private newElement(id: string, node: IntegrityNode, parent: IntegrityElement | undefined): IntegrityElement {
    return new IntegrityElement(`${parent?.id ?? this.pages.generation} ${id}`, node, parent?.run, parent);
  }
}

type FindingNode = Extract<IntegrityNode, { readonly type: 'finding' }>;

/** About the run itself: it has neither objects nor hours. */
export function isRunFinding({ id }: ValidationFinding): boolean {
  return id.startsWith('run.');
}

export function toGroup({ isHours, weight }: ValidationFinding): FindingGroup {
  return isHours ? 'hours' : weight;
}

function hasFact({ copyOf, keys, summary }: ValidationHeader, fact: RunFact): boolean {
  switch (fact) {
    case 'copy':
      return copyOf !== undefined;
    case 'keys':
      return keys.length > 0;
    case 'digest':
    case 'log':
      return Object.values(summary[fact]).some((count) => count > 0);
    default:
      return fact satisfies never;
  }
}
