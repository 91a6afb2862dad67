import type { StoredObject } from '../../engine/ports';
import { setCalledHost } from './awsFailure';
import { findChecksumProblem } from './bodyChecksum';
import type { AnswerHeaders, BulkAnswer } from './bulkGet';
import { toBareEtag } from './objectBody';

const metadataPrefix = 'x-amz-meta-';
/** Fields of an error's XML that messages need. Others may hold what was signed, or the token: they are not kept. */
const errorFields = ['Region', 'StorageClass'] as const;

/** Why the body is not what S3 announced; undefined when it is. */
export function findBodyProblem({ headers, body, breakage }: BulkAnswer): Error | undefined {
  if (breakage !== undefined) return breakage;
  const announced = findHeader(headers, 'content-length');
  if (announced !== undefined && Number(announced) !== body.length) {
    return new Error(`${body.length} of ${announced} bytes arrived`);
  }
  return findChecksumProblem((name) => findHeader(headers, name), body);
}

export function toStoredObject(key: string, { headers, body }: BulkAnswer): StoredObject {
  const metadata: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    if (name.startsWith(metadataPrefix)) metadata[name.slice(metadataPrefix.length)] = findHeader(headers, name) ?? '';
  }
  const etag = toBareEtag(findHeader(headers, 'etag'));
  const versionId = findHeader(headers, 'x-amz-version-id');
  const lastModified = Date.parse(findHeader(headers, 'last-modified') ?? '');
  const serverSideEncryption = findHeader(headers, 'x-amz-server-side-encryption');
  return {
    key,
    bytes: body,
    metadata,
    ...(etag === undefined ? {} : { etag }),
    ...(versionId === undefined ? {} : { versionId }),
    ...(Number.isNaN(lastModified) ? {} : { lastModified }),
    // S3 leaves the header out for STANDARD, and only for that.
    storageClass: findHeader(headers, 'x-amz-storage-class') ?? 'STANDARD',
    ...(serverSideEncryption === undefined ? {} : { serverSideEncryption }),
  };
}

/** A refusal in the shape of the SDK's errors, so that both ways are told in the same words. */
export function toServiceError({ status, headers, body }: BulkAnswer, host: string): Error {
  const xml = Buffer.from(body).toString('utf8');
  const error = new Error(findElement(xml, 'Message') ?? 'UnknownError');
  error.name = findElement(xml, 'Code') ?? 'Unknown';
  for (const name of errorFields) {
    const value = findElement(xml, name);
    if (value !== undefined) Object.assign(error, { [name]: value });
  }
  Object.assign(error, { $metadata: { httpStatusCode: status }, $response: { statusCode: status, headers } });
  setCalledHost(error, host);
  return error;
}

/** Repeated headers are joined, as Node's HTTP does. */
export function findHeader(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** S3's errors are flat: no element of a name stands inside another. */
function findElement(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  return start < 0 || end < 0 ? undefined : toPlainText(xml.slice(start + name.length + 2, end));
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function toPlainText(xml: string): string {
  return xml.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex?: string, decimal?: string, name = '') => {
      const code = hex !== undefined ? parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
      if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      return entities[String(name)] ?? whole;
    },
  );
}
