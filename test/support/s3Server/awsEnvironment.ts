import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface AwsEnvironmentOptions {
  /** Text of the config file. */
  readonly config?: string;
  /** Text of the credentials file. */
  readonly credentials?: string;
  /** Further variables: `AWS_PROFILE`, `AWS_ENDPOINT_URL` … */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface AwsEnvironment {
  /** A folder of its own, which is also the home folder meanwhile. */
  readonly folder: string;
  readonly configFile: string;
  readonly credentialsFile: string;
  restore(): Promise<void>;
}

/** Makes the process forget every AWS setting of its user, until `restore`. No call can reach AWS or an instance role by it. */
export async function isolateAwsEnvironment(options: AwsEnvironmentOptions = {}): Promise<AwsEnvironment> {
  const saved = { ...process.env };
  const folder = await mkdtemp(join(tmpdir(), 'trailcase-aws-'));
  const configFile = join(folder, 'config');
  const credentialsFile = join(folder, 'credentials');
  await writeFile(configFile, options.config ?? '');
  await writeFile(credentialsFile, options.credentials ?? '');
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, {
    HOME: folder,
    USERPROFILE: folder,
    AWS_CONFIG_FILE: configFile,
    AWS_SHARED_CREDENTIALS_FILE: credentialsFile,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '2',
    ...options.variables,
  });
  const restore = async (): Promise<void> => {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, saved);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, configFile, credentialsFile, restore };
}
