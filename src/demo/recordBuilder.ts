import type { EpochMs } from '../base/time';
import { homeRegion, type Region, toIsoSeconds } from './demoWorld';
import type { Actor } from './identities';
import type { JsonObject, JsonValue } from './jsonText';
import { type Random, upperAlphanumerics } from './prng';

/** A record on its way to the log of one account and region. */
export interface PendingRecord {
  readonly account: string;
  readonly region: Region;
  readonly time: EpochMs;
  readonly content: JsonObject;
  /** `erased`: cut out of its log after signing. `lost`: its whole log is deleted after signing. */
  readonly fate?: 'erased' | 'lost';
}

export interface Call {
  readonly time: EpochMs;
  readonly actor: Actor;
  readonly region: Region;
  /** The service's short name: `ec2`, `s3` … */
  readonly service: string;
  readonly name: string;
  /** The account whose log gets the record; the caller's own unless it says so. */
  readonly account?: string;
  readonly request?: JsonValue;
  readonly response?: JsonValue;
  readonly additional?: JsonObject;
  readonly error?: { readonly code?: string; readonly message?: string };
  readonly resources?: readonly JsonObject[];
  readonly isData?: boolean;
  readonly eventType?: 'AwsApiCall' | 'AwsServiceEvent' | 'AwsConsoleAction' | 'AwsConsoleSignIn';
  readonly requestId?: string;
  readonly sharedEventId?: string;
  readonly hostHeader?: string;
  readonly serviceEventDetails?: JsonObject;
  readonly fate?: 'erased' | 'lost';
}

/** Calls to these are logged in us-east-1 wherever they came from. */
const globalServices: ReadonlySet<string> = new Set(['iam', 'sts', 'signin', 'organizations']);

/** Services whose records still carry an older version of the format. */
const olderVersions: Readonly<Record<string, string>> = { sts: '1.08', kms: '1.10', ec2: '1.10', signin: '1.09' };

const apiVersions: Readonly<Record<string, string>> = { logs: '20140328', dynamodb: '2012-08-10' };

const readOnlyName =
  /^(Get|List|Describe|Head|Lookup|BatchGet|BatchCheck|Decrypt|GenerateDataKey|AssumeRole|Filter|Search)/;

/** Fields in the order CloudTrail writes them. */
export function newRecord(random: Random, call: Call): PendingRecord {
  const { actor, service, time } = call;
  const region = globalServices.has(service) ? homeRegion : call.region;
  const account = call.account ?? actor.account ?? '';
  const eventType = call.eventType ?? 'AwsApiCall';
  const content = {
    eventVersion: olderVersions[service] ?? '1.11',
    userIdentity: actor.identity,
    eventTime: toIsoSeconds(time),
    eventSource: `${service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: actor.sourceAddress,
    userAgent: service === 's3' && !isService(actor) ? `[${actor.userAgent}]` : actor.userAgent,
    errorCode: call.error?.code,
    errorMessage: call.error?.message,
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    additionalEventData: call.additional,
    requestID: eventType === 'AwsConsoleSignIn' ? undefined : (call.requestId ?? newRequestId(random, service)),
    eventID: random.guid(),
    readOnly: readOnlyName.test(call.name),
    resources: call.resources,
    eventType,
    apiVersion: apiVersions[service],
    managementEvent: call.isData !== true,
    recipientAccountId: account,
    sharedEventID: call.sharedEventId,
    serviceEventDetails: call.serviceEventDetails,
    eventCategory: call.isData === true ? 'Data' : 'Management',
    tlsDetails: isService(actor) || eventType === 'AwsServiceEvent' ? undefined : toTlsDetails(call, region),
    sessionCredentialFromConsole: actor.isConsole === true && eventType === 'AwsApiCall' ? 'true' : undefined,
  };
  return { account, region, time, content, ...(call.fate === undefined ? {} : { fate: call.fate }) };
}

function isService(actor: Actor): boolean {
  return actor.sourceAddress.endsWith('.amazonaws.com');
}

function newRequestId(random: Random, service: string): string {
  if (service === 's3') return random.text(upperAlphanumerics, 16);
  if (service === 'dynamodb') return random.text(upperAlphanumerics, 52);
  return random.guid();
}

function toTlsDetails(call: Call, region: Region): JsonObject {
  const isGlobal = call.service === 'iam' || call.service === 'organizations';
  const usualHost = isGlobal ? `${call.service}.amazonaws.com` : `${call.service}.${region}.amazonaws.com`;
  const signInHost = `${region}.signin.aws.amazon.com`;
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: call.hostHeader ?? (call.service === 'signin' ? signInHost : usualHost),
  };
}
