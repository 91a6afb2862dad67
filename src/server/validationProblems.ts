import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import type { ValidatedHour, ValidatedObject } from '../engine/digest/validation';
import type { ValidationObjectRow } from '../protocol/validationRequests';
import type { StoredRun } from '../validation/validationStore';
import { toDocumentUri } from './documentObjects';
import {
  toCapNote,
  toHourDiagnostic,
  toMissingDiagnostic,
  toValidationDiagnostic,
} from './features/validationDiagnostic';
import type { PublishedProblems } from './publishedProblems';
import type { TrailValidations } from './trailValidations';
import { ValidatedPlaces } from './validatedPlaces';

/** More serve nobody as a list in Problems; the Integrity view has them all. */
const maxProblems = 500;

/** A diagnostic about one object, at the document where it is shown. */
interface ObjectProblem {
  /** Of the object; its URI where it lies in another bucket. */
  readonly key: string;
  readonly runId: string;
  readonly documentUri: string;
  readonly diagnostic: Diagnostic;
}

interface FoundProblems {
  readonly wrong: ObjectProblem[];
  readonly unproven: ObjectProblem[];
  total: number;
}

function add(found: FoundProblems, problem: ObjectProblem | undefined): void {
  if (problem === undefined) return;
  found.total++;
  const list = isError(problem) ? found.wrong : found.unproven;
  if (list.length < maxProblems) list.push(problem);
}

/** What the runs of this session found, for documents that need not be open: published at each change. */
export class RunProblems {
  private readonly sources = new Map<string, SourceProblems>();

  constructor(
    private readonly validations: Pick<TrailValidations, 'toRow'>,
    private readonly published: PublishedProblems,
  ) {}

  /** Takes in what a run found; what earlier runs said of objects that it saw too no longer stands. */
  async addRun(sourceId: string, run: StoredRun): Promise<void> {
    const toRow = (object: ValidatedObject): ValidationObjectRow => this.validations.toRow(sourceId, object);
    const known = this.sources.get(sourceId) ?? new SourceProblems(sourceId, toRow);
    this.sources.set(sourceId, known);
    await known.addRun(run);
    this.published.setRun(sourceId, known.toDiagnostics());
  }

  /** A deleted run says nothing any more. */
  dropRun(sourceId: string, runId: string): void {
    const known = this.sources.get(sourceId);
    if (known === undefined) return;
    known.dropRun(runId);
    this.published.setRun(sourceId, known.toDiagnostics());
  }

  /** Sources that are no longer configured have no problems. */
  keepOnly(sourceIds: ReadonlySet<string>): void {
    for (const sourceId of [...this.sources.keys()]) {
      if (sourceIds.has(sourceId)) continue;
      this.sources.delete(sourceId);
      this.published.setRun(sourceId, new Map());
    }
  }
}

class SourceProblems {
  private problems: readonly ObjectProblem[] = [];
  private left = 0;

  constructor(
    private readonly sourceId: string,
    private readonly toRow: (object: ValidatedObject) => ValidationObjectRow,
  ) {}

  async addRun(run: StoredRun): Promise<void> {
    const { wrong, unproven, total } = await this.collect(run);
    const earlier = await this.keepUnseen(run);
    const all = [...wrong, ...earlier.filter(isError), ...unproven, ...earlier.filter((problem) => !isError(problem))];
    this.problems = all.slice(0, maxProblems);
    this.left = total + earlier.length - this.problems.length;
  }

  dropRun(runId: string): void {
    this.problems = this.problems.filter((problem) => problem.runId !== runId);
    if (this.problems.length === 0) this.left = 0;
  }

  /** By document. */
  toDiagnostics(): ReadonlyMap<string, readonly Diagnostic[]> {
    const byDocument = new Map<string, Diagnostic[]>();
    for (const { documentUri, diagnostic } of this.problems) {
      const diagnostics = byDocument.get(documentUri) ?? [];
      diagnostics.push(diagnostic);
      byDocument.set(documentUri, diagnostics);
    }
    const [first] = byDocument.values();
    if (this.left > 0) first?.push(toCapNote(this.left));
    return byDocument;
  }

  private async collect(run: StoredRun): Promise<FoundProblems> {
    const found: FoundProblems = { wrong: [], unproven: [], total: 0 };
    for await (const objects of run.exceptions()) {
      for (const object of objects) add(found, this.toProblem(object, run));
    }
    for await (const hours of run.hours()) {
      for (const hour of hours) add(found, this.toHourProblem(hour, run));
    }
    return found;
  }

  /** Undefined of what has nothing against it, and of what no document can show. */
  private toProblem(object: ValidatedObject, { header }: StoredRun): ObjectProblem | undefined {
    const { documentUri, digestDocumentUri, uri } = this.toRow(object);
    const isGone = documentUri === undefined && digestDocumentUri !== undefined;
    const diagnostic = (isGone ? toMissingDiagnostic : toValidationDiagnostic)(object, header.endedTime);
    // What is gone, and named by no digest that could be opened, is told at its own place.
    const ownUri = object.key === undefined ? undefined : toDocumentUri({ sourceId: this.sourceId, key: object.key });
    const place = documentUri ?? digestDocumentUri ?? ownUri;
    if (diagnostic === undefined || uri === null || place === undefined) return undefined;
    return { key: object.key ?? uri, runId: header.runId, documentUri: place, diagnostic };
  }

  /** Undefined where no digest tells of the hour. */
  private toHourProblem(hour: ValidatedHour, { header }: StoredRun): ObjectProblem | undefined {
    const { digestKey: key } = hour;
    const diagnostic = key === undefined ? undefined : toHourDiagnostic(hour, header.endedTime);
    if (key === undefined || diagnostic === undefined) return undefined;
    return { key, runId: header.runId, documentUri: toDocumentUri({ sourceId: this.sourceId, key }), diagnostic };
  }

  private async keepUnseen(run: StoredRun): Promise<readonly ObjectProblem[]> {
    const places = new ValidatedPlaces([run]);
    const kept: ObjectProblem[] = [];
    for (const problem of this.problems) {
      if ((await places.findObject(problem.key)) === undefined) kept.push(problem);
    }
    return kept;
  }
}

function isError({ diagnostic }: ObjectProblem): boolean {
  return diagnostic.severity === DiagnosticSeverity.Error;
}
