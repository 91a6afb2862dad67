import { mapConcurrent } from '../base/concurrency';
import { isAbort, toUserErrorData, type UserErrorData } from '../base/errors';
import { isBookkeeping } from '../engine/digest/laneKey';
import type { ListedObject } from '../engine/ports';
import { fileNameOf, parseObjectName } from '../engine/trail/objectKey';
import type { ListingSource } from '../scan/scanListing';

/** Folders of one level that are looked into: anyone who can write to the bucket can make any number. */
const maxFolders = 32;
/** Of 1,000 objects each. */
const maxPages = 3;
const maxAtOnce = 4;

/** A folder that CloudTrail made none of. */
export interface OddFolder {
  readonly prefix: string;
  /** Whether readers of CloudTrail's logs would take it for a folder of theirs: then it must be known what it holds. */
  readonly isAlike: boolean;
}

export interface OddContents {
  /** Those that are named like objects of CloudTrail's. */
  readonly objects: readonly ListedObject[];
  /** Where there may be more. */
  readonly problems: readonly { readonly prefix: string; readonly error: UserErrorData }[];
}

/** What other services of AWS call their folders in an account's. */
const otherServices = new Set([
  'Config',
  'elasticloadbalancing',
  'GuardDuty',
  'vpcflowlogs',
  'vpcdnsquerylogs',
  'WAFLogs',
  'network-firewall',
  'redshift',
  'globalaccelerator',
  'VpcLattice',
  'verifiedaccess',
  'CloudFront',
  'BedrockModelInvocationLogs',
  'Inspector',
  'SecurityHub',
]);

/** Undefined for what AWS itself puts beside CloudTrail's folders in an account's. */
export function toOddFolder(prefix: string): OddFolder | undefined {
  const name = prefix.slice(prefix.lastIndexOf('/', prefix.length - 2) + 1, -1);
  if (otherServices.has(name)) return undefined;
  return { prefix, isAlike: /^(cloud-?trail|$)/i.test(name.trim()) };
}

/** Looks into some folders of one level, `parent`, within bounds. Rejects only with an AbortError. */
export async function lookInto(
  source: ListingSource,
  parent: string,
  folders: readonly OddFolder[],
  signal: AbortSignal,
): Promise<OddContents> {
  // Those that matter most first.
  const inOrder = folders.toSorted((a, b) => Number(b.isAlike) - Number(a.isAlike));
  const looks = await mapConcurrent(
    inOrder.slice(0, maxFolders),
    maxAtOnce,
    (folder) => lookIntoOne(source, folder, signal),
    signal,
  );
  const isTooMany = folders.length > maxFolders;
  return {
    objects: looks.flatMap(({ objects }) => objects),
    problems: [...looks.flatMap(({ problems }) => problems), ...(isTooMany ? [toProblem(parent, tooMany)] : [])],
  };
}

async function lookIntoOne(
  source: ListingSource,
  { prefix, isAlike }: OddFolder,
  signal: AbortSignal,
): Promise<OddContents> {
  const objects: ListedObject[] = [];
  let pages = 0;
  try {
    for await (const page of source.listRecursive(prefix, {}, signal)) {
      if (isAlike && pages === maxPages) return { objects, problems: [toProblem(prefix, tooLarge)] };
      objects.push(...page.objects.filter(isNamed));
      pages++;
      if (!isAlike) break;
    }
    return { objects, problems: [] };
  } catch (error) {
    if (isAbort(error)) throw error;
    return { objects, problems: isAlike ? [{ prefix, error: toUserErrorData(error) }] : [] };
  }
}

export function isNamed({ key, sizeBytes }: ListedObject): boolean {
  return !isBookkeeping(key, sizeBytes) && parseObjectName(fileNameOf(key)).kind !== 'other';
}

const tooMany = 'So many folders stand here that are none of CloudTrail’s that not all of them were looked into.';
const tooLarge = 'This is no folder of CloudTrail’s, and holds too much to be looked through.';

function toProblem(prefix: string, message: string): { readonly prefix: string; readonly error: UserErrorData } {
  const nextStep = 'CloudTrail made none of it: find out who did. Logs among it are not part of what is proven.';
  return { prefix, error: { code: 'unreadable', message, nextStep } };
}
