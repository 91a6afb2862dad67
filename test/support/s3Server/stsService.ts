import { AwsError, newAnswer, type AwsAnswer } from './awsAnswer';
import { parseForm, type AwsRequest } from './awsRequest';
import type { ServerCredential } from './sigv4';
import { toElement, xmlHeaders } from './xml';

/** What an MFA device would show, by its serial number. */
export type MfaCodes = Readonly<Record<string, string>>;

/** Just enough STS. `register` makes the server know the credentials that AssumeRole hands out. */
export function answerSts(
  request: AwsRequest,
  caller: ServerCredential,
  mfaCodes: MfaCodes,
  register: (credential: ServerCredential) => void,
): AwsAnswer {
  const form = parseForm(request.body);
  switch (request.operation) {
    case 'GetCallerIdentity':
      return toResult('GetCallerIdentity', [
        toElement('Arn', caller.arn),
        toElement('UserId', `AIDA${caller.accessKeyId.slice(4)}`),
        toElement('Account', caller.arn.split(':')[4] ?? ''),
      ]);
    case 'AssumeRole':
      return assumeRole(form, caller, mfaCodes, register);
    default:
      throw new AwsError(400, 'InvalidAction', `Could not find operation ${request.operation}`);
  }
}

let issued = 0;

function assumeRole(
  form: URLSearchParams,
  caller: ServerCredential,
  mfaCodes: MfaCodes,
  register: (credential: ServerCredential) => void,
): AwsAnswer {
  const roleArn = form.get('RoleArn') ?? '';
  const serial = form.get('SerialNumber');
  if (serial !== null && mfaCodes[serial] !== form.get('TokenCode')) {
    throw new AwsError(403, 'AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ');
  }
  if (roleArn.endsWith('/Forbidden')) {
    const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    throw new AwsError(403, 'AccessDenied', message);
  }
  const number = String(++issued).padStart(4, '0');
  const session = form.get('RoleSessionName') ?? 'session';
  const credential: ServerCredential = {
    accessKeyId: `ASIAASSUMEDROLE0${number}`,
    secretAccessKey: `assumedRoleSecret${number}`,
    sessionToken: `assumedRoleToken${number}`,
    arn: `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}`,
  };
  register(credential);
  return toResult('AssumeRole', [
    '<Credentials>',
    toElement('AccessKeyId', credential.accessKeyId),
    toElement('SecretAccessKey', credential.secretAccessKey),
    toElement('SessionToken', credential.sessionToken ?? ''),
    toElement('Expiration', new Date(Date.now() + 3_600_000).toISOString()),
    '</Credentials><AssumedRoleUser>',
    toElement('Arn', credential.arn),
    toElement('AssumedRoleId', `AROATEST${number}:${session}`),
    '</AssumedRoleUser>',
  ]);
}

function toResult(action: string, parts: readonly string[]): AwsAnswer {
  const open = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">`;
  return newAnswer(`${open}<${action}Result>${parts.join('')}</${action}Result></${action}Response>`, xmlHeaders);
}
