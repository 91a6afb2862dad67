import { commands, window } from 'vscode';
import { isAbort } from '../../base/errors';
import type { ValidationHeader } from '../../engine/digest/validation';
import type { ValidateParams, ValidationProgress } from '../../protocol/validationRequests';
import { showFailure } from '../commands/showFailure';
import { findRootElement } from '../commands/target';
import { withCancellableProgress } from '../progress';
import type { Place } from '../search/place';
import type { ClientServices } from '../services';
import { toValidationScope } from './validationScope';
import { needsKeys, toValidationMessage, toValidationPercent, toVerdictText } from './validationText';

/** What is validated, and whether hashes that are remembered count. */
export interface Validation extends Pick<ValidateParams, 'trail' | 'isResuming'> {
  readonly place: Place;
}

/**
 * Validates, shows the findings in the view, and says the verdict with what can be done next. What was checked before it
 * was cancelled is shown, too.
 */
export async function validate(services: ClientServices, validation: Validation): Promise<void> {
  const { place } = validation;
  const running = services.validations.begin(place);
  let header: ValidationHeader;
  try {
    header = await ask(services, validation);
  } catch (error) {
    if (!isAbort(error)) throw error;
    offerToGoOn(services, validation);
    return;
  } finally {
    running.dispose();
  }
  services.integrity.show({ root: place.root, header });
  await services.integrity.focus();
  showVerdict(services, validation, header);
}

async function ask(services: ClientServices, { place, trail, isResuming }: Validation): Promise<ValidationHeader> {
  const { server, progress, validations } = services;
  const scope = toValidationScope(place, Date.now());
  return await withCancellableProgress(`Validating ${place.title}`, async (signal, report) => {
    const tell = (validated: ValidationProgress): void => {
      report(toValidationMessage(validated), toValidationPercent(validated));
      validations.report(place, validated);
    };
    return await progress.validation.during(tell, (progressId) =>
      server.ask('validate', { scope, isResuming, progressId, ...(trail === undefined ? {} : { trail }) }, signal),
    );
  });
}

/** Cancelled before anything was judged. Does not wait for the user. */
function offerToGoOn(services: ClientServices, validation: Validation): void {
  const text = `Validating ${validation.place.title} was stopped. What was read is remembered: validate again to go on.`;
  void window.showWarningMessage(text, 'Go On').then(async (choice) => {
    if (choice !== undefined) await goOn(services, validation);
  });
}

/** Does not wait for the user. */
function showVerdict(services: ClientServices, validation: Validation, header: ValidationHeader): void {
  const { place } = validation;
  const { executeCommand } = commands;
  const areKeysMissing = needsKeys(header);
  const buttons: Readonly<Record<string, () => Thenable<unknown>>> = {
    ...(areKeysMissing && { 'Choose Public Keys File…': () => executeCommand('trailcase.choosePublicKeys', place) }),
    ...(areKeysMissing && !place.root.isLocal && { 'Choose Profile…': () => chooseProfile(services, place) }),
    ...(!header.isComplete && { 'Go On': () => goOn(services, validation) }),
    'Save Report…': () => executeCommand('trailcase.saveValidationReport'),
  };
  const show = toShow(header);
  void show(`${place.title}: ${toVerdictText(header)}`, ...Object.keys(buttons)).then(async (choice) => {
    if (choice !== undefined) await buttons[choice]?.();
  });
}

function toShow({
  verdict,
}: ValidationHeader): (message: string, ...buttons: string[]) => Thenable<string | undefined> {
  if (verdict === 'wrong') return window.showErrorMessage;
  return verdict === 'proven' ? window.showInformationMessage : window.showWarningMessage;
}

async function chooseProfile(services: ClientServices, { root }: Place): Promise<void> {
  await commands.executeCommand('trailcase.chooseProfile', await findRootElement(services, root.sourceId));
}

/** What was read before is remembered. Fails never: what goes wrong is shown. */
async function goOn(services: ClientServices, validation: Validation): Promise<void> {
  const retry = (): Promise<void> => goOn(services, validation);
  try {
    await validate(services, { ...validation, isResuming: true });
  } catch (error) {
    services.log.error(`Cannot validate ${validation.place.title}:`, error);
    showFailure(services, error, { root: validation.place.root, retry });
  }
}
