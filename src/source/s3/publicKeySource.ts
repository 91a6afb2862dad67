import { ListPublicKeysCommand, type PublicKey as ListedKey } from '@aws-sdk/client-cloudtrail';
import { UserError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { EpochMs } from '../../base/time';
import { toFingerprint } from '../../engine/digest/publicKey';
import type { PublicKey, PublicKeySource } from '../../engine/ports';
import type { AwsSession } from './awsSession';
import { CloudTrailCalls } from './cloudTrailCalls';

/** More keys than ten years of rotation have; ends answers that never end. */
const maxPages = 100;

/**
 * CloudTrail's public keys as ListPublicKeys tells them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 */
export class AwsPublicKeySource implements PublicKeySource, Disposable {
  private readonly calls: CloudTrailCalls;

  constructor(session: AwsSession) {
    this.calls = new CloudTrailCalls(session);
  }

  async listPublicKeys(region: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<readonly PublicKey[]> {
    const call = { operation: 'cloudtrail:ListPublicKeys', target: `CloudTrail's public keys of ${region}` };
    const times = { StartTime: new Date(from), EndTime: new Date(to) };
    const keys: PublicKey[] = [];
    let token: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const command = new ListPublicKeysCommand({ ...times, ...(token === undefined ? {} : { NextToken: token }) });
      const options = { abortSignal: signal };
      const answer = await this.calls.send(call, region, (client) => client.send(command, options), signal);
      for (const listed of answer.PublicKeyList ?? []) keys.push(...toPublicKeys(listed, region));
      token = answer.NextToken;
      if (token === undefined) return keys;
    }
    throw new UserError('unexpected', `The list of CloudTrail's public keys of ${region} does not end.`, call);
  }

  dispose(): void {
    this.calls.dispose();
  }
}

/** The fingerprint is that of the bytes, whatever the answer says. Dates are for display, so that bad ones cost nothing. */
function toPublicKeys(
  { Value: der, ValidityStartTime: from, ValidityEndTime: to }: ListedKey,
  region: string,
): PublicKey[] {
  if (der === undefined || der.length === 0) return [];
  const validFrom = toTime(from);
  const validTo = toTime(to);
  return [
    {
      der,
      fingerprint: toFingerprint(der),
      origin: 'AWS',
      region,
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validTo === undefined ? {} : { validTo }),
    },
  ];
}

function toTime(date: Date | undefined): EpochMs | undefined {
  const time = date?.getTime();
  return time === undefined || Number.isNaN(time) ? undefined : time;
}
