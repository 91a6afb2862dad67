import { execFile, spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { defaultCredential } from '../s3Server/s3Server';
import type { IntegrityCase, RecordedRun } from './integrityCase';

// Where a version manager of Python looks for the CLI: tests may have another home meanwhile.
const { HOME, USERPROFILE } = process.env;
const home = { ...(HOME === undefined ? {} : { HOME }), ...(USERPROFILE === undefined ? {} : { USERPROFILE }) };

/** The AWS CLI that these tests were written against; undefined when none is installed. */
export function findAwsCli(): string | undefined {
  const { status, stdout } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** The same where the corpus is there or TRAILCASE_AWS_CLI asks for it: running it for each case takes half a minute. */
export function findAwsCliToCompare(): string | undefined {
  const { TRAILCASE_CORPUS: corpus, TRAILCASE_AWS_CLI: asked } = process.env;
  return corpus === undefined && asked === undefined ? undefined : findAwsCli();
}

/** Environment in which the CLI knows the test server and nothing of this machine's user. */
export function toAwsEnvironment(endpoint: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(kept),
    ...home,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    AWS_PAGER: '',
  };
}

/** Runs `aws cloudtrail validate-logs` over a case that a server at `endpoint` has. Never rejects. */
export function runAwsCli(of: Pick<IntegrityCase, 'args' | 'region'>, endpoint: string): Promise<RecordedRun> {
  const words = ['cloudtrail', 'validate-logs', ...of.args, '--region', of.region];
  return new Promise((resolve) => {
    let interleaved = '';
    const child = execFile(
      'aws',
      words,
      { env: toAwsEnvironment(endpoint), maxBuffer: 64 * 1024 * 1024 },
      (_, stdout, stderr) => {
        resolve({ exitCode: child.exitCode ?? -1, stdout, stderr, interleaved });
      },
    );
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: string) => (interleaved += text));
  });
}
