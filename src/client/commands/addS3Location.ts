import { window } from 'vscode';
import { newAbortError } from '../../base/errors';
import type { SourceConfig } from '../../protocol/sourceConfig';
import type { CommandFactory } from './command';
import { checkEndpoint, checkS3Location, parseS3Location, toS3Location } from './inputText';
import { pickProfile } from './pickProfile';
import { addAndReveal } from './sourceAdding';

const title = 'Add S3 Location';

/** For people who may only read the log bucket: nothing else is asked of AWS. */
export const addS3Location: CommandFactory = (services) => async () => {
  const location = await window.showInputBox({
    title,
    prompt: 'Where the logs lie: the bucket, or a prefix in it',
    placeHolder: 's3://my-log-archive/AWSLogs',
    ignoreFocusOut: true,
    validateInput: checkS3Location,
  });
  const place = location === undefined ? undefined : parseS3Location(location);
  if (place === undefined) return;
  const { profile } = await pickProfile(services, title);
  const store = await askStore();
  await addAndReveal(services, {
    uri: toS3Location(place),
    ...(profile === undefined ? {} : { profile: profile.name }),
    ...store,
  });
};

async function askStore(): Promise<Pick<SourceConfig, 'endpoint' | 'pathStyle'>> {
  const aws = { label: '$(cloud) Amazon S3', description: 'the region is found by itself', isAws: true };
  const other = { label: '$(server) S3-compatible store…', description: 'with an endpoint of its own', isAws: false };
  const picked = await window.showQuickPick([aws, other], { title, placeHolder: 'What kind of store is it?' });
  if (picked === undefined) throw newAbortError();
  if (picked.isAws) return {};
  const endpoint = await window.showInputBox({
    title,
    prompt: 'Endpoint of the store',
    placeHolder: 'https://minio.example.org:9000',
    ignoreFocusOut: true,
    validateInput: checkEndpoint,
  });
  if (endpoint === undefined) throw newAbortError();
  const style = await window.showQuickPick(
    [
      { label: 'Path style', description: 'https://endpoint/bucket/key: most stores', pathStyle: true },
      { label: 'Virtual-hosted style', description: 'https://bucket.endpoint/key', pathStyle: false },
    ],
    { title, placeHolder: 'How the store addresses buckets' },
  );
  if (style === undefined) throw newAbortError();
  return { endpoint: endpoint.trim(), pathStyle: style.pathStyle };
}
