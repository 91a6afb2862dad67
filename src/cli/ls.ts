import { toDisplayText } from '../base/displayText';
import { toUtcText } from '../base/time';
import { listChildren } from '../engine/trail/trailTree';
import type { MoreNode, TrailNode } from '../engine/trail/trailNode';
import { openLocation, type OpenedSource } from '../source/openSource';
import { getOperand, type CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { newSessions, print, printErrorData, printNote } from './terminal';

/** `trailcase ls`: one level of the tree, all of its pages. */
export async function runLs(args: CliArguments, signal: AbortSignal): Promise<number> {
  const opened = await openLocation({ ...args.source, uri: getOperand(args, 'location') }, newSessions());
  try {
    if (opened.objectKey !== undefined) return await listOne(opened, args.isJson, signal);
    return await listLevel(opened, opened.prefix, args.isJson, signal);
  } finally {
    opened.dispose();
  }
}

async function listLevel(opened: OpenedSource, prefix: string, isJson: boolean, signal: AbortSignal): Promise<number> {
  let hasProblem = false;
  // What stands in hidden folders takes their place, so one level may have several lists that go on.
  const pending: Pick<MoreNode, 'prefix' | 'cursor'>[] = [];
  let next: { readonly prefix: string; readonly cursor?: string } | undefined = { prefix };
  for (; next !== undefined; next = pending.shift()) {
    const { nodes } = await listChildren(opened.source, next.prefix, next.cursor, signal);
    for (const node of nodes) {
      if (node.type === 'more') {
        pending.push(node);
        continue;
      }
      hasProblem = printProblem(node) || hasProblem;
      if (node.type !== 'problem' || isJson) await print(isJson ? toJsonLine(node, opened) : toTextLine(node, opened));
    }
  }
  return hasProblem ? exitCode.unreadable : exitCode.success;
}

/** On standard error, for nodes that have one. */
function printProblem(node: TrailNode): boolean {
  if (node.type === 'problem') printErrorData(node.error);
  else if (node.type === 'object' && node.problem !== undefined) printNote(toDisplayText(node.problem, 2000));
  else return false;
  return true;
}

/** A location that names one object: its line in its folder's listing. */
async function listOne(opened: OpenedSource, isJson: boolean, signal: AbortSignal): Promise<number> {
  const key = opened.objectKey ?? '';
  const stored = await opened.source.readObject(key, signal);
  const uri = opened.source.toUri(key);
  const sizeBytes = stored.bytes.length;
  await print(
    isJson ? `${JSON.stringify({ type: 'object', uri, sizeBytes })}\n` : `${sizeBytes}  ${toDisplayText(uri, 2000)}\n`,
  );
  return exitCode.success;
}

function toJsonLine(node: TrailNode, opened: OpenedSource): string {
  if (node.type !== 'container') return `${JSON.stringify(node)}\n`;
  const { type, level, prefix, label, description } = node;
  return `${JSON.stringify({ type, level, label, description, prefix, uri: opened.source.toUri(prefix) })}\n`;
}

function toTextLine(node: TrailNode, opened: OpenedSource): string {
  switch (node.type) {
    case 'container':
      return `${node.level.padEnd(12)}  ${toDisplayText(node.label)}  ${toDisplayText(opened.source.toUri(node.prefix), 2000)}\n`;
    case 'object': {
      const time = node.lastModified === undefined ? '' : toUtcText(node.lastModified);
      const archived = node.isArchived ? `  (archived: ${node.storageClass ?? ''})` : '';
      const size = node.problem === undefined ? String(node.sizeBytes) : 'unreadable';
      return `${size.padStart(12)}  ${time}  ${toDisplayText(node.uri, 2000)}${archived}\n`;
    }
    case 'note':
      return `${node.label}\n`;
    case 'more':
    case 'problem':
      return '';
  }
}
