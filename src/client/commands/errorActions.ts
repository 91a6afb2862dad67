import type { UserErrorCode } from '../../base/errors';

export type ErrorAction = 'chooseProfile' | 'copyIamPolicy' | 'retry' | 'showLog';

export const errorActionTitles: Readonly<Record<ErrorAction, string>> = {
  chooseProfile: 'Choose Profile…',
  copyIamPolicy: 'Copy IAM Policy',
  retry: 'Retry',
  showLog: 'Show Log',
};

/** What helps against an error, in the order of the buttons. */
export function toErrorActions(code: UserErrorCode): readonly ErrorAction[] {
  switch (code) {
    case 'accessDenied':
    case 'encryptionDenied':
      return ['chooseProfile', 'copyIamPolicy', 'retry'];
    case 'credentialsMissing':
    case 'credentialsExpired':
    case 'credentialsInvalid':
      return ['chooseProfile', 'retry'];
    case 'wrongRegion':
    case 'throttled':
    case 'network':
    case 'incomplete':
    case 'writeFailed':
      return ['retry', 'showLog'];
    case 'unexpected':
      return ['showLog', 'retry'];
    case 'archived':
    case 'notFound':
    case 'noSuchBucket':
    case 'tooLarge':
    case 'invalidInput':
    case 'unreadable':
      return [];
    default:
      return code satisfies never;
  }
}

/** Message and next step as one text. */
export function toErrorText(message: string, nextStep: string | undefined): string {
  if (nextStep === undefined || nextStep === '' || message.includes(nextStep)) return message;
  return `${/[.!?…]$/.test(message) ? message : `${message}.`} ${nextStep}`;
}
