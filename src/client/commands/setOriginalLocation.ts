import { window } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import { updateSource } from '../configuration';
import { offerValidation } from '../integrity/offerValidation';
import { findPlaceArgument } from '../search/placeArgument';
import type { CommandFactory } from './command';
import { checkS3Location, parseS3Location, toS3Location } from './inputText';
import { getRoot } from './target';

const title = 'Set Original Location';

/** What a source is a copy of: digests say where they were delivered, and a copy lies elsewhere. */
export const setOriginalLocation: CommandFactory = (services) => async (arg) => {
  const root = findPlaceArgument(arg)?.root ?? (await getRoot(services, arg, title));
  const label = toDisplayText(root.label);
  const text = await window.showInputBox({
    title: `${title}: ${label}`,
    prompt: 'Where the objects were delivered. Empty: the source is no copy, or its digests say it.',
    placeHolder: 's3://my-log-archive/prefix',
    value: root.config.originalLocation ?? '',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? undefined : checkS3Location(value)),
  });
  if (text === undefined) throw newAbortError();
  const place = parseS3Location(text);
  const location = place === undefined ? undefined : toS3Location(place);
  await updateSource(root.config, { originalLocation: location });
  const said = location === undefined ? 'as what it is' : `as a copy of ${toDisplayText(location)}`;
  offerValidation(services, root, `${label} is validated ${said}.`);
};
