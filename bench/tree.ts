import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { listChildren } from '../src/engine/trail/trailTree';
import type { ContainerNode, TrailChildren } from '../src/engine/trail/trailNode';
import { openSource } from '../src/source/openSource';
import { lazySessions } from '../src/source/s3/lazyS3Source';
import { silentLog } from '../src/base/log';
import { isolateAwsEnvironment } from '../test/support/s3Server/awsEnvironment';
import { defaultCredential, startS3Server, type S3TestServer } from '../test/support/s3Server/s3Server';
import { ms, times, type BenchRow } from './benchTable';
import { median, timeMs } from './paired';

const regionCount = 17;
const dayCount = 400;
const filesPerDay = 4;
const account = '111122223333';

/** Requests and time until each level of a large trail can be painted, against listing the whole trail flat. */
export async function benchTree(): Promise<readonly BenchRow[]> {
  const server = await startS3Server();
  const environment = await isolateAwsEnvironment({
    variables: {
      AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
      AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
    },
  });
  try {
    fill(server);
    const { signal } = new AbortController();
    const open = () =>
      openSource(
        { uri: 's3://trail', region: 'us-east-1', endpoint: server.url, pathStyle: true },
        lazySessions({ log: silentLog, askMfaCode: () => Promise.resolve(undefined), onRetry: () => undefined }),
      );
    const warm = open();
    await listChildren(warm.source, '', undefined, signal);
    await measureFlat(server);
    const flat = await measureFlat(server);
    const rows: BenchRow[] = [];
    let prefix = '';
    for (const level of [
      'bucket to account and its regions',
      'region to months',
      'month to days',
      'day to files',
    ] as const) {
      const before = server.requests.length;
      let children: TrailChildren = { nodes: [] };
      const elapsed: number[] = [];
      for (let turn = 0; turn < 9; turn++)
        elapsed.push(await timeMs(async () => (children = await listChildren(warm.source, prefix, undefined, signal))));
      const requests = (server.requests.length - before) / 9;
      rows.push([
        `${level}: first paint`,
        `${requests} request${requests === 1 ? '' : 's'}, ${ms(median(elapsed))}`,
        `${flat.requests} requests, ${ms(flat.ms)}`,
        times(median(elapsed) / flat.ms),
        '',
      ]);
      prefix = firstContainer(children).prefix;
    }
    warm.dispose();
    return rows;
  } finally {
    await environment.restore();
    await server.close();
  }
}

/** The deepest listed container: a folded node brings its children along. */
function firstContainer(children: TrailChildren): ContainerNode {
  const node = children.nodes.find((candidate) => candidate.type === 'container');
  if (node === undefined) return { type: 'container', level: 'day', prefix: '', label: '' };
  return node.children === undefined ? node : firstContainer(node.children);
}

function fill(server: S3TestServer): void {
  server.createBucket('trail');
  for (let region = 0; region < regionCount; region++) {
    const name = `us-bench-${region}`;
    for (let day = 0; day < dayCount; day++) {
      const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
      const folder = `AWSLogs/${account}/CloudTrail/${name}/${date.replaceAll('-', '/')}/`;
      for (let file = 0; file < filesPerDay; file++) {
        const stamp = `${date.replaceAll('-', '')}T${String(file * 6).padStart(2, '0')}05Z`;
        server.put(
          'trail',
          `${folder}${account}_CloudTrail_${name}_${stamp}_${String(file).padStart(16, 'a')}.json.gz`,
          Buffer.from('x'),
        );
      }
    }
  }
}

/** What a tool does that lists the bucket before it shows anything: 1,000 keys a request. */
async function measureFlat(server: S3TestServer): Promise<{ readonly requests: number; readonly ms: number }> {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: server.url,
    forcePathStyle: true,
    credentials: { accessKeyId: defaultCredential.accessKeyId, secretAccessKey: defaultCredential.secretAccessKey },
  });
  const before = server.requests.length;
  const elapsed = await timeMs(async () => {
    let token: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: 'trail', ContinuationToken: token }));
      token = page.NextContinuationToken;
    } while (token !== undefined);
  });
  client.destroy();
  return { requests: server.requests.length - before, ms: elapsed };
}
