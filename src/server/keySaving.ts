import { mapConcurrent } from '../base/concurrency';
import { UserError } from '../base/errors';
import { formatKeyFile } from '../engine/digest/keyFile';
import type { SaveKeysParams } from '../protocol/validationRequests';
import { writeWholeFile } from '../source/local/wholeFile';
import type { SourceRegistry } from './sourceRegistry';

const maxRegionsAtOnce = 4;

/**
 * Writes CloudTrail's public keys of some regions and a time into a file, for validating offline. One region that
 * cannot be asked fails it all: a file that lacks keys would later call digests invalid.
 */
export async function saveKeys(
  sources: SourceRegistry,
  { sourceId, regions, from, to, file }: SaveKeysParams,
  signal: AbortSignal,
): Promise<{ readonly keys: number }> {
  const { publicKeys } = sources.get(sourceId);
  if (publicKeys === undefined) {
    throw new UserError('invalidInput', 'A folder on disk has nobody to ask for public keys.', {
      nextStep: 'Save the keys of the bucket that the logs come from.',
    });
  }
  if (regions.length === 0) {
    throw new UserError('invalidInput', 'No region is named whose public keys are to be saved.', {
      nextStep: 'Name the regions of the digests.',
    });
  }
  const lists = await mapConcurrent(
    [...new Set(regions)],
    maxRegionsAtOnce,
    (region) => publicKeys.listPublicKeys(region, from, to, signal),
    signal,
  );
  const keys = lists.flat();
  if (keys.length === 0) {
    throw new UserError('notFound', 'AWS lists no public keys of CloudTrail in these regions for this time.', {
      operation: 'cloudtrail:ListPublicKeys',
      nextStep: 'Check the regions and the time.',
    });
  }
  await writeWholeFile(file, (write) => write(formatKeyFile(keys)));
  return { keys: keys.length };
}
