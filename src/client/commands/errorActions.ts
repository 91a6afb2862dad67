import { toDisplayText } from '../../base/displayText';
import type { UserErrorData } from '../../base/errors';
import { canPolicyHelp, problemTitles } from '../problemText';

export type ErrorAction = 'chooseProfile' | 'copyIamPolicy' | 'copyUri' | 'retry' | 'showLog';

export const errorActionTitles: Readonly<Record<ErrorAction, string>> = {
  chooseProfile: 'Choose Profile…',
  copyIamPolicy: 'Copy IAM Policy',
  copyUri: 'Copy S3 URI',
  retry: 'Retry',
  showLog: 'Show Log',
};

/** What helps and can be done, in the order of the buttons. Never none: VS Code cuts a message without buttons short. */
export function toErrorActions(
  error: Pick<UserErrorData, 'code' | 'operation'>,
  canDo: (action: ErrorAction) => boolean,
): readonly ErrorAction[] {
  const actions = listHelp(error).filter(canDo);
  return actions.length > 0 ? actions : ['showLog'];
}

function listHelp(error: Pick<UserErrorData, 'code' | 'operation'>): readonly ErrorAction[] {
  switch (error.code) {
    case 'accessDenied':
    case 'encryptionDenied':
      return canPolicyHelp(error) ? ['chooseProfile', 'copyIamPolicy', 'retry'] : ['chooseProfile', 'retry'];
    case 'credentialsMissing':
    case 'credentialsExpired':
    case 'credentialsInvalid':
      return ['chooseProfile', 'retry'];
    case 'wrongRegion':
    case 'throttled':
    case 'network':
    case 'incomplete':
    case 'writeFailed':
    case 'noSuchBucket':
      return ['retry', 'showLog'];
    case 'archived':
    case 'notFound':
      return ['copyUri', 'retry'];
    case 'unexpected':
    case 'indexUnavailable':
      return ['showLog', 'retry'];
    case 'tooLarge':
    case 'invalidInput':
    case 'unreadable':
      return ['copyUri', 'showLog'];
    default:
      return error.code satisfies never;
  }
}

/** The reason, the message and the next step as one text. `key` is that of the object that it is about, if any. */
export function toErrorText({ code, message, nextStep }: UserErrorData, key?: string): string {
  const short = key === undefined ? message : nameFile(message, key);
  const title = short === message ? undefined : problemTitles[code];
  const text = title === undefined ? short : `${title}: ${short.replace(/^Cannot /, 'cannot ')}`;
  if (nextStep === undefined || nextStep === '' || text.includes(nextStep)) return text;
  return `${/[.!?…]$/.test(text) ? text : `${text}.`} ${nextStep}`;
}

/** The file's name in place of its whole URI or path, which would push the reason out of sight. */
function nameFile(message: string, key: string): string {
  const shown = toDisplayText(key);
  const at = message.indexOf(shown);
  if (at < 0 || key === '' || key.endsWith('/')) return message;
  const bucket = /s3:\/\/[^\s/]+\/$/.exec(message.slice(0, at))?.[0] ?? '';
  const isPath = /^(\/|[A-Za-z]:)/.test(key);
  if (bucket === '' && !isPath) return message;
  const name = toDisplayText(key.slice(key.lastIndexOf('/') + 1));
  return message.slice(0, at - bucket.length) + name + message.slice(at + shown.length);
}
