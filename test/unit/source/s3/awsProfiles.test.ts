import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { findProfile, listProfiles } from '../../../../src/source/s3/awsProfiles';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../../support/s3Server/awsEnvironment';

const config = `
[profile zeta]
region = eu-west-1
sso_session = corp
sso_account_id = 111122223333
[sso-session corp]
sso_start_url = https://corp.invalid/start
sso_region = us-east-1
[services local]
s3 =
  endpoint_url = http://127.0.0.1:9000
[default]
region = us-east-2
[profile legacy-sso]
sso_start_url = https://corp.invalid/start
[profile role]
role_arn = arn:aws:iam::111122223333:role/Reader
source_profile = default
[profile web]
role_arn = arn:aws:iam::111122223333:role/Reader
web_identity_token_file = /nowhere
[profile tool]
credential_process = /bin/true
[profile bare]
region = us-gov-west-1
[profile signin]
login_session = arn:aws:iam::111122223333:user/a
`;
const credentials =
  '[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n[only-keys]\naws_access_key_id = AKIA2\naws_secret_access_key = s\n';

describe('AWS profiles', () => {
  let environment: AwsEnvironment;
  beforeEach(async () => {
    environment = await isolateAwsEnvironment({ config, credentials });
  });
  afterEach(() => environment.restore());

  it('are listed from both files, default first, with what kind of credentials they have', async () => {
    assert.deepEqual(await listProfiles(), [
      { name: 'default', region: 'us-east-2', source: 'keys' },
      { name: 'bare', region: 'us-gov-west-1', source: 'no credentials' },
      { name: 'legacy-sso', source: 'SSO' },
      { name: 'only-keys', source: 'keys' },
      { name: 'role', source: 'assume role' },
      { name: 'signin', source: 'login' },
      { name: 'tool', source: 'process' },
      { name: 'web', source: 'web identity' },
      { name: 'zeta', region: 'eu-west-1', source: 'SSO' },
    ]);
  });

  it('are read afresh each time', async () => {
    await listProfiles();
    await writeFile(environment.configFile, '[profile new]\nregion = us-west-1\n');
    assert.deepEqual(await findProfile('new'), { name: 'new', region: 'us-west-1', source: 'no credentials' });
    assert.equal(await findProfile('zeta'), undefined);
  });

  it('are none where there are no files', async () => {
    process.env['AWS_CONFIG_FILE'] = `${environment.folder}/none`;
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = `${environment.folder}/none`;
    assert.deepEqual(await listProfiles(), []);
  });
});
