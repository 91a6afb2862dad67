import { window } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { isAbort, toUserErrorData, UserError } from '../../base/errors';
import type { SourceRoot } from '../../protocol/requests';
import type { ClientServices } from '../services';
import { chooseProfileOf } from './chooseProfile';
import { copyIamPolicyOf } from './copyIamPolicy';
import { errorActionTitles, toErrorActions, toErrorText, type ErrorAction } from './errorActions';

export interface FailedWork {
  /** The source that was asked, when one was. */
  readonly root?: SourceRoot | undefined;
  readonly retry?: () => Promise<void>;
}

/** Shows the error with its next step as buttons. Does not wait for the user; cancelling shows nothing. */
export function showFailure(services: ClientServices, error: unknown, work: FailedWork): void {
  if (isAbort(error)) return;
  const { code, message, nextStep } = toUserErrorData(error);
  const actions = toErrorActions(code).filter((action) => canDo(action, work));
  const titles = actions.map((action) => errorActionTitles[action]);
  const text = toDisplayText(toErrorText(message, error instanceof UserError ? nextStep : undefined), 1000);
  void window.showErrorMessage(text, ...titles).then(async (title) => {
    const action = actions.find((candidate) => errorActionTitles[candidate] === title);
    if (action === undefined) return;
    try {
      await act(services, action, work);
    } catch (next) {
      services.log.error(`${errorActionTitles[action]} failed:`, next);
      showFailure(services, next, {});
    }
  });
}

function canDo(action: ErrorAction, { root, retry }: FailedWork): boolean {
  if (action === 'retry') return retry !== undefined;
  if (action === 'showLog') return true;
  return root?.isLocal === false;
}

async function act(services: ClientServices, action: ErrorAction, { root, retry }: FailedWork): Promise<void> {
  switch (action) {
    case 'showLog':
      services.log.show();
      return;
    case 'retry':
      return await retry?.();
    case 'chooseProfile':
      if (root !== undefined && (await chooseProfileOf(services, root))) await retry?.();
      return;
    case 'copyIamPolicy':
      if (root !== undefined) await copyIamPolicyOf(services, root);
      return;
    default:
      return action satisfies never;
  }
}
