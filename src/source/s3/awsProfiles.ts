import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

/** A profile of the user's AWS config. Has the shape of `AwsProfile` in `protocol/requests.ts`. */
export interface AwsProfile {
  readonly name: string;
  readonly region?: string;
  /** `SSO`, `assume role`, `web identity`, `process`, `login`, `keys`, or `no credentials`. */
  readonly source: string;
}

type ProfileSettings = Readonly<Record<string, string | undefined>>;

/** In the order in which the SDK looks. */
const sourceBySetting: readonly (readonly [setting: string, source: string])[] = [
  ['web_identity_token_file', 'web identity'],
  ['role_arn', 'assume role'],
  ['aws_access_key_id', 'keys'],
  ['credential_process', 'process'],
  ['sso_session', 'SSO'],
  ['sso_start_url', 'SSO'],
  ['login_session', 'login'],
];
/** The config file's other sections, which the loader mixes among the profiles. */
const otherSections = /^(?:sso-session|services)\./;

/**
 * Profiles of `~/.aws/config` and `~/.aws/credentials` (or AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE), read afresh;
 * `default` first, then by name. A file that is not there holds none.
 */
export async function listProfiles(): Promise<readonly AwsProfile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return [...names]
    .filter((name) => !otherSections.test(name))
    .sort(compareProfileNames)
    .map((name) => toProfile(name, { ...configFile[name], ...credentialsFile[name] }));
}

export async function findProfile(name: string): Promise<AwsProfile | undefined> {
  return (await listProfiles()).find((profile) => profile.name === name);
}

function toProfile(name: string, settings: ProfileSettings): AwsProfile {
  const source = sourceBySetting.find(([setting]) => settings[setting] !== undefined)?.[1] ?? 'no credentials';
  const region = settings['region'];
  return region === undefined ? { name, source } : { name, region, source };
}

function compareProfileNames(a: string, b: string): number {
  if (a === 'default' || b === 'default') return a === b ? 0 : a === 'default' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
