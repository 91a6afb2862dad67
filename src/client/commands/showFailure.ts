import { window } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { isAbort, toUserErrorData, UserError } from '../../base/errors';
import type { SourceRoot } from '../../protocol/requests';
import { toDocumentUri } from '../documents/documentUri';
import type { ClientServices } from '../services';
import { chooseProfileOf } from './chooseProfile';
import { copyIamPolicyOf } from './copyIamPolicy';
import { copyUriOf } from './copyUri';
import { errorActionTitles, toErrorActions, toErrorText, type ErrorAction } from './errorActions';
import { revealPlace } from './revealPlace';

export interface FailedWork {
  /** The source that was asked, when one was. */
  readonly root?: SourceRoot | undefined;
  /** What it was asked for: an object's key, or a prefix. */
  readonly key?: string | undefined;
  /** Does the same again; in the source that took the other's place, when another profile was chosen. */
  readonly retry?: (moved?: SourceRoot) => Promise<void>;
}

/** Shows the error with its next step as buttons. Does not wait for the user; cancelling shows nothing. */
export function showFailure(services: ClientServices, error: unknown, work: FailedWork): void {
  if (isAbort(error)) return;
  const data = toUserErrorData(error);
  const actions = toErrorActions(data, (action) => canDo(action, work));
  const titles = actions.map((action) => errorActionTitles[action]);
  const text = error instanceof UserError ? toErrorText(data, work.key) : data.message;
  void window.showErrorMessage(toDisplayText(text, 1000), ...titles).then(async (title) => {
    const action = actions.find((candidate) => errorActionTitles[candidate] === title);
    if (action === undefined) return;
    try {
      await act(services, action, work);
    } catch (next) {
      if (isAbort(next)) return;
      services.log.error(`${errorActionTitles[action]} failed:`, next);
      showFailure(services, next, {});
    }
  });
}

function canDo(action: ErrorAction, { root, key, retry }: FailedWork): boolean {
  if (action === 'retry') return retry !== undefined;
  if (action === 'showLog') return true;
  if (root?.isLocal !== false) return false;
  return action !== 'copyUri' || (key !== undefined && key !== '');
}

async function act(services: ClientServices, action: ErrorAction, { root, key, retry }: FailedWork): Promise<void> {
  switch (action) {
    case 'showLog':
      services.log.show();
      return;
    case 'retry':
      return await retry?.();
    case 'chooseProfile': {
      const moved = root === undefined ? undefined : await chooseProfileOf(services, root);
      if (moved === undefined) return;
      await revealPlace(services, moved, key ?? '');
      return await retry?.(moved);
    }
    case 'copyIamPolicy':
      if (root !== undefined) await copyIamPolicyOf(services, root);
      return;
    case 'copyUri':
      if (root !== undefined && key !== undefined) {
        await copyUriOf(services, toDocumentUri({ sourceId: root.sourceId, key }));
      }
      return;
    default:
      return action satisfies never;
  }
}
