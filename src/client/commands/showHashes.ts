import { window } from 'vscode';
import { findObjectElement } from '../integrity/integrityArgument';
import { toObjectFacts, toObjectName } from '../integrity/integrityText';
import { getObjectValidation } from '../integrity/objectValidation';
import { copyLines } from './clipboard';
import type { CommandFactory } from './command';

/** The hash that a digest names and the one that was found, with all else that is known of an object. */
export const showHashes: CommandFactory = (services) => async (arg) => {
  const element = findObjectElement(services, arg);
  const object =
    element?.isA('object') === true ? element.node.object : (await getObjectValidation(services, arg)).object;
  const [hashes, others] = splitHashes(toObjectFacts(object).map(([name, value]) => `${name}: ${value}`));
  const lines = [...hashes, ...others];
  const copy = 'Copy';
  const picked = await window.showInformationMessage(
    toObjectName(object),
    { modal: true, detail: [...hashes, ...(hashes.length === 0 ? [] : ['']), ...others].join('\n') },
    copy,
  );
  if (picked === copy) await copyLines('Hashes', lines);
};

/** What is asked for stands first. */
function splitHashes(lines: readonly string[]): readonly [hashes: readonly string[], others: readonly string[]] {
  const isHash = (line: string): boolean => /^(Expected|Found) SHA-256: /.test(line);
  return [lines.filter(isHash), lines.filter((line) => !isHash(line))];
}
