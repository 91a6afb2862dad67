import { AssumeRoleCommand, STSClient, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity } from '@smithy/types';
import { toDisplayText } from '../../base/displayText';
import { UserError } from '../../base/errors';
import { getPartitionOfArn } from './awsPartition';
import { findProfile } from './awsProfiles';
import type { AwsServices } from './awsServices';
import { toClientOptions, toHandlerOptions } from './clientOptions';
import { newCallReport, callReportOptions } from './callReport';

/**
 * Loads credentials once, from the files and the environment as they are now.
 *
 * Without a profile, that is the SDK's default chain: environment, SSO, process, web identity, container, instance role.
 * A named profile is that profile and nothing else: the default chain would go on to the instance's role when the
 * profile cannot be used, and evidence would be read as somebody else.
 */
export async function loadCredentials(
  profile: string | undefined,
  services: AwsServices,
): Promise<AwsCredentialIdentity> {
  const options = {
    ignoreCache: true,
    clientConfig: { requestHandler: toHandlerOptions(services.log) },
    // The code is asked for by the role assumer: see there.
    mfaCodeProvider: () => Promise.resolve(''),
    roleAssumer: newRoleAssumer(services),
  };
  if (profile === undefined) return fromNodeProviderChain(options)();
  if ((await findProfile(profile)) === undefined) throw newProfileError(profile);
  return fromIni({ ...options, profile })();
}

/**
 * Assumes roles in place of the SDK's own assumer, which asks for the MFA code before it has waited for the source
 * profile: a source that fails meanwhile is an unhandled rejection, which ends the process. Here the code is asked for
 * when everything else is there, and its region is one of the role's partition.
 */
function newRoleAssumer(services: AwsServices) {
  return async (source: AwsCredentialIdentity, params: AssumeRoleCommandInput): Promise<AwsCredentialIdentity> => {
    const input = { ...params, TokenCode: await findMfaCode(params, services) };
    const region = process.env['AWS_REGION'] ?? getPartitionOfArn(params.RoleArn ?? '').defaultRegion;
    const client = new STSClient({ ...toClientOptions(services.log, region), credentials: source });
    client.middlewareStack.add(newCallReport(services), callReportOptions);
    try {
      const { Credentials: issued } = await client.send(new AssumeRoleCommand(input));
      if (issued?.AccessKeyId === undefined || issued.SecretAccessKey === undefined) {
        throw new UserError('credentialsMissing', 'STS answered AssumeRole without credentials.');
      }
      return {
        accessKeyId: issued.AccessKeyId,
        secretAccessKey: issued.SecretAccessKey,
        ...(issued.SessionToken === undefined ? {} : { sessionToken: issued.SessionToken }),
        ...(issued.Expiration === undefined ? {} : { expiration: issued.Expiration }),
      };
    } finally {
      client.destroy();
    }
  };
}

async function findMfaCode(params: AssumeRoleCommandInput, services: AwsServices): Promise<string | undefined> {
  const serial = params.SerialNumber;
  if (serial === undefined) return undefined;
  const code = await services.askMfaCode(serial, params.RoleArn);
  if (code !== undefined && code.trim() !== '') return code.trim();
  throw new UserError('credentialsMissing', `No MFA code was given for ${toDisplayText(serial)}.`, {
    operation: 'sts:AssumeRole',
    nextStep: 'Retry and enter the code that the device shows, or choose another profile.',
  });
}

function newProfileError(profile: string): UserError {
  return new UserError('credentialsMissing', `There is no AWS profile “${toDisplayText(profile)}”.`, {
    nextStep: 'Choose one of the profiles in ~/.aws/config and ~/.aws/credentials, or add this one.',
  });
}
