import type { IssuanceDetails } from './session';

type Json = Readonly<Record<string, unknown>>;

/** More tags than STS takes (50); a hostile record must not make thousands. */
const maxEntries = 200;

/** What an issuing record itself says; `undefined` when the text is no JSON object. */
export function readIssuanceDetails(record: string): IssuanceDetails | undefined {
  const whole = parseObject(record);
  if (whole === undefined) return undefined;
  const request = toObject(whole['requestParameters']);
  const response = toObject(whole['responseElements']);
  const identity = toObject(whole['userIdentity']);
  const session = toObject(toObject(identity['sessionContext'])['webIdFederationData']);
  return {
    sessionTags: [...toTags(request['tags']), ...toTagMap(request['principalTags'])].slice(0, maxEntries),
    transitiveTagKeys: toTexts(request['transitiveTagKeys']),
    externalId: toText(request['externalId']),
    policyArns: toPolicyArns(request),
    hasSessionPolicy: toText(request['policy']) !== undefined || Object.keys(toObject(request['policy'])).length > 0,
    provider:
      toText(response['provider']) ?? toText(identity['identityProvider']) ?? toText(session['federatedProvider']),
    subject:
      toText(response['subjectFromWebIdentityToken']) ?? toText(response['subject']) ?? toText(identity['userName']),
    mfaUsed: toText(toObject(whole['additionalEventData'])['MFAUsed']),
  };
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, maxEntries) : [];
}

function toTexts(value: unknown): readonly string[] {
  return toList(value).flatMap((one) => toText(one) ?? []);
}

function toTags(value: unknown): IssuanceDetails['sessionTags'] {
  return toList(value).flatMap((one) => {
    const tag = toObject(one);
    const key = toText(tag['key']);
    return key === undefined ? [] : [{ key, value: toText(tag['value']) ?? '' }];
  });
}

/** As identity providers send them: names with a value, or with a list of values. */
function toTagMap(value: unknown): IssuanceDetails['sessionTags'] {
  return Object.entries(toObject(value)).map(([key, one]) => ({
    key,
    value: Array.isArray(one) ? toTexts(one).join(', ') : (toText(one) ?? ''),
  }));
}

/** `[{"arn": "…"}]`, texts, and `taskPolicyArn` of AssumeRoot. */
function toPolicyArns(request: Json): readonly string[] {
  const all = [...toList(request['policyArns']), request['taskPolicyArn']];
  return all.flatMap((one) => toText(one) ?? toText(toObject(one)['arn']) ?? []);
}
