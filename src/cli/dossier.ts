import { toDisplayText } from '../base/displayText';
import { writeDossier } from '../engine/dossier/report/dossierReport';
import { findKeyDossier } from '../search/keyDossier';
import type { CliArguments } from './arguments';
import { parseDossierOptions } from './chainOptions';
import { exitCode } from './exitCode';
import { indexFirst } from './indexFirst';
import { checkOutput, withOutput } from './outputFile';
import { parseScopeOptions, toScopes } from './searchOptions';
import { openSearchSession } from './searchSession';
import { tellUnreadDetails } from './searchSummary';
import { StatusLine } from './statusLine';
import { printNote } from './terminal';

/** `trailcase dossier`: what an access key did, and what it left behind, as one page. Indexes first as `chain` does. */
export async function runDossier(args: CliArguments, signal: AbortSignal): Promise<number> {
  const { format, output, ...asked } = parseDossierOptions(args);
  const scope = parseScopeOptions(args.search);
  if (output !== undefined) await checkOutput(output);
  const session = await openSearchSession(args);
  try {
    if (!(await indexFirst(session, toScopes(session.prefix, scope), args.search, signal))) return exitCode.success;
    const line = new StatusLine();
    const dossier = await findKeyDossier(
      session.trail,
      asked,
      ({ originalsDone, originalsTotal }) => {
        line.show(
          `reading: ${originalsDone.toLocaleString('en-US')} of ${originalsTotal.toLocaleString('en-US')} logs`,
        );
      },
      signal,
    ).finally(() => {
      line.clear();
    });
    const about = { generator: session.trail.options.generator, location: session.opened.source.toUri('') };
    await withOutput(output, (write) => write(writeDossier(format, dossier, about)));
    tellUnreadDetails(dossier.chain);
    printNote(dossier.coverage.text);
    if (output !== undefined) printNote(`The dossier is in ${toDisplayText(output, 2000)}`);
    const unread = (dossier.unreadOriginals ?? 0) + dossier.chain.unreadDetails.length;
    return dossier.coverage.isComplete && unread === 0 ? exitCode.success : exitCode.unreadable;
  } finally {
    session.dispose();
  }
}
