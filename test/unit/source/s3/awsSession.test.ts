import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import type { AwsEnvironmentOptions } from '../../../support/s3Server/awsEnvironment';
import { accessDenied, expiredToken, failWith } from '../../../support/s3Server/faults';
import { defaultCredential } from '../../../support/s3Server/s3Server';
import { expectUserError, keyVariables, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

const serial = 'arn:aws:iam::111122223333:mfa/analyst';
const { accessKeyId, secretAccessKey } = defaultCredential;
const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
const credentials = `[base]\n${keys}[stranger]\naws_access_key_id = AKIANOBODY\naws_secret_access_key = none\n[mistyped]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = mistypedSecret\n`;
const config = `
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/Analyst
role_session_name = case-7
source_profile = base
mfa_serial = ${serial}
[profile plain-role]
role_arn = arn:aws:iam::111122223333:role/Reader
role_session_name = plain
source_profile = base
[profile forbidden-role]
role_arn = arn:aws:iam::111122223333:role/Forbidden
source_profile = base
[profile broken-source]
role_arn = arn:aws:iam::111122223333:role/Analyst
source_profile = sso
mfa_serial = ${serial}
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Analyst
[sso-session corp]
sso_start_url = https://corp.invalid/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile process]
credential_process = node -e "console.error('topSecretOutput'); process.exit(3)" --password topSecretArgument
[profile empty]
region = eu-west-1
`;

describe('AWS credentials', function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  let fixture: S3Fixture;
  afterEach(() => fixture.dispose());

  async function start(options: AwsEnvironmentOptions = {}): Promise<void> {
    fixture = await startS3Fixture({ config, credentials, ...options }, { mfaCodes: { [serial]: '123456' } });
    fixture.server.put('logs', 'k', 'read');
  }
  const read = (profile?: string): Promise<unknown> =>
    fixture
      .open({ bucket: 'logs', region: 'us-east-1', ...(profile === undefined ? {} : { profile }) })
      .readObject('k', newSignal());

  it('of a role with MFA are asked for once, for all sources of the profile', async () => {
    await start();
    fixture.mfaAnswer = ' 123456 ';
    await Promise.all([read('mfa'), read('mfa'), read('mfa')]);
    await read('mfa');
    assert.deepEqual(fixture.askedSerials, [serial]);
    assert.equal(fixture.server.count('AssumeRole'), 1);
  });

  it('of a role are named in errors by what STS says of them, asked once', async () => {
    await start();
    fixture.server.addFault({ operation: 'GetObject', effect: accessDenied(), times: 2 });
    const error = await expectUserError(read('plain-role'), 'accessDenied');
    assert.equal(error.identity, 'arn:aws:sts::111122223333:assumed-role/Reader/plain');
    assert.match(error.message, /denied to arn:aws:sts::111122223333:assumed-role\/Reader\/plain\.$/);
    await expectUserError(read('plain-role'), 'accessDenied');
    assert.equal(fixture.server.count('GetCallerIdentity'), 1);
  });

  it('are named by the access key id alone where STS does not answer', async () => {
    await start();
    fixture.server.addFault({ operation: 'GetCallerIdentity', effect: accessDenied(), times: Infinity });
    fixture.server.addFault({ operation: 'GetObject', effect: accessDenied() });
    const error = await expectUserError(read('base'), 'accessDenied');
    assert.equal(error.identity, accessKeyId);
  });

  it('are missing when the user declines the MFA code, who is asked again next time', async () => {
    await start();
    const error = await expectUserError(read('mfa'), 'credentialsMissing');
    assert.equal(error.message, `No MFA code was given for ${serial}.`);
    fixture.mfaAnswer = '123456';
    await read('mfa');
    assert.equal(fixture.askedSerials.length, 2);
  });

  it('are refused with a wrong MFA code, which is not repeated', async () => {
    await start();
    fixture.mfaAnswer = '987654';
    const error = await expectUserError(read('mfa'), 'credentialsInvalid');
    assert.equal(error.message, 'The MFA code was not accepted (profile mfa).');
    assert.doesNotMatch(inspect(error, { depth: 10 }) + fixture.logLines.join('\n'), /987654/);
  });

  it('of a broken source profile fail before the user is asked for a code', async () => {
    await start();
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', note);
    try {
      await expectUserError(read('broken-source'), 'credentialsExpired');
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('unhandledRejection', note);
    }
    assert.deepEqual(unhandled, []);
    assert.deepEqual(fixture.askedSerials, []);
  });

  it('of a role that may not be assumed tell who may not', async () => {
    await start();
    const error = await expectUserError(read('forbidden-role'), 'accessDenied');
    assert.equal(error.operation, 'sts:AssumeRole');
    assert.equal(error.identity, defaultCredential.arn);
    assert.match(
      error.message,
      /sts:AssumeRole on arn:aws:iam::111122223333:role\/Forbidden is denied to arn:aws:iam::111122223333:user\/analyst/,
    );
  });

  const failing = [
    ['nobody', 'credentialsMissing', /^There is no AWS profile “nobody”\.$/, /Choose one of the profiles/],
    [
      'sso',
      'credentialsExpired',
      /session has expired or is missing \(profile sso\)/,
      /^Run: aws sso login --profile sso$/,
    ],
    ['process', 'credentialsMissing', /^The credential_process failed \(profile process\)\.$/, /terminal/],
    ['empty', 'credentialsMissing', /^No AWS credentials could be found \(profile empty\)\.$/, /Choose a profile/],
    ['stranger', 'credentialsInvalid', /does not know the access key \(profile stranger\)/, /Check the access key/],
    [
      'mistyped',
      'credentialsInvalid',
      /secret access key does not belong .*\(profile mistyped\)/,
      /Correct the secret/,
    ],
  ] as const;
  for (const [profile, code, message, nextStep] of failing) {
    it(`of profile ${profile} say what is wrong with them, without their secrets`, async () => {
      await start({ variables: keyVariables }); // good keys in the environment must not be used instead
      const error = await expectUserError(read(profile), code);
      assert.match(error.message, message);
      assert.match(error.nextStep ?? '', nextStep);
      const text = inspect(error, { depth: 10 }) + fixture.logLines.join('\n');
      assert.doesNotMatch(text, /topSecret|mistypedSecret|Signature=|[0-9a-f]{64}/);
    });
  }

  it('are missing when there are none at all', async () => {
    await start({ config: '', credentials: '' });
    const error = await expectUserError(read(), 'credentialsMissing');
    assert.equal(error.message, 'No AWS credentials could be found.');
    assert.equal(fixture.server.requests.length, 0);
  });

  it('of AWS_PROFILE are used when no profile is named', async () => {
    await start({ variables: { AWS_PROFILE: 'nobody' } });
    await expectUserError(read(), 'credentialsMissing');
    process.env['AWS_PROFILE'] = 'base';
    await read();
  });

  it('that expired are read again from the files, and the call is made again', async () => {
    await start({ config: '', credentials: '[base]\naws_access_key_id = AKIAOLD\naws_secret_access_key = old\n' });
    fixture.server.addCredential({ accessKeyId: 'AKIAOLD', secretAccessKey: 'old', arn: defaultCredential.arn });
    await read('base');
    await writeFile(fixture.environment.credentialsFile, `[base]\n${keys}`);
    fixture.server.addFault({ operation: 'GetObject', effect: expiredToken() });
    await read('base');
    assert.match(fixture.server.requests.at(-1)!.headers['authorization']!, new RegExp(`Credential=${accessKeyId}/`));
  });

  it('that expired under many calls at once are renewed once', async () => {
    await start();
    fixture.mfaAnswer = '123456';
    await read('mfa');
    fixture.server.addFault({ operation: 'GetObject', effect: expiredToken(), times: 5 });
    await Promise.all(Array.from({ length: 5 }, () => read('mfa')));
    assert.equal(fixture.askedSerials.length, 2);
  });

  it('stay with their session token', async () => {
    await start({ variables: { ...keyVariables, AWS_SESSION_TOKEN: 'inventedToken' } });
    const error = await expectUserError(read(), 'credentialsInvalid');
    assert.doesNotMatch(inspect(error, { depth: 10 }), /inventedToken/);
  });

  it('tell of retries of STS', async () => {
    await start();
    fixture.server.addFault({ operation: 'AssumeRole', effect: failWith(500, 'InternalFailure') });
    await read('plain-role');
    assert.deepEqual(fixture.retries, [{ operation: 'sts:AssumeRole', reason: 'STS answered 500', attempt: 2 }]);
  });
});
