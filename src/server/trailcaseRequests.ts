import { createHash } from 'node:crypto';
import { UserError } from '../base/errors';
import type { StoredObject } from '../engine/ports';
import { pageText } from '../engine/record/logPages';
import { listChildren } from '../engine/trail/trailTree';
import { parseUriText } from '../protocol/documentUri';
import * as requests from '../protocol/requests';
import { writeObjects } from '../source/local/folderWriter';
import { publishProblems, tellValidation } from './documentSync';
import { findOccurrences, findRecordsOf, maxLocations } from './features/references';
import { shownPage } from './features/shownLog';
import { findShown } from './languageFeatures';
import { toShown } from './openLogs';
import { toRegisterRequest } from './requestHandling';
import type { ServerState } from './serverState';

/** Answers Trailcase's own requests, see protocol/requests.ts. */
export function registerRequests(state: ServerState): void {
  const { sources } = state;
  const on = toRegisterRequest(state);
  on(requests.setSettingsRequest, (settings) => state.setSettings(settings));
  on(requests.listChildrenRequest, ({ sourceId, prefix, cursor }, signal) =>
    listChildren(sources.get(sourceId).source, prefix, cursor, signal),
  );
  on(requests.readDocumentRequest, ({ uri }, signal) => readDocument(state, uri, signal));
  on(requests.publishProblemsRequest, async ({ uri }, signal) => {
    const shown = await findShown(state, uri, signal);
    if (shown === undefined) return null;
    publishProblems(state, shown, uri);
    await tellValidation(state, uri);
    return null;
  });
  on(requests.findOccurrencesRequest, async (params, signal) => {
    const shown = await findShown(state, params.uri, signal);
    if (shown === undefined) return [];
    const count = findRecordsOf(shown, params).length;
    if (count > maxLocations) {
      const message = `${count.toLocaleString('en-US')} records; the ${maxLocations.toLocaleString('en-US')} nearest to this one are listed.`;
      state.connection.window.showInformationMessage(message);
    }
    return findOccurrences(shown, params);
  });
  on(requests.downloadRequest, async ({ sourceId, key }, signal) => {
    const { source } = sources.get(sourceId);
    const stored = await source.readObject(key, signal);
    return { bytes: Buffer.from(stored.bytes).toString('base64'), sidecar: toSidecar(stored, source.toUri(key)) };
  });
  on(requests.objectLinksRequest, ({ sourceId, key }) => toLinks(state, sourceId, key));
  on(requests.forgetRequest, ({ sourceId, prefix }) => {
    state.openLogs.forget(sourceId, prefix);
    return null;
  });
  on(requests.iamPolicyRequest, ({ sourceId }) => {
    const policy = sources.get(sourceId).toPolicy();
    if (policy === undefined) throw new UserError('invalidInput', 'A folder on disk needs no IAM policy.');
    return policy;
  });
  // The AWS SDK is loaded when it is first needed, not when the server starts.
  on(requests.listProfilesRequest, async () => (await import('../source/s3/awsProfiles.js')).listProfiles());
  on(requests.discoverTrailsRequest, async (params, signal) => {
    const { discoverTrails } = await import('../source/s3/trailDiscovery.js');
    return discoverTrails(params, await sources.sessions(), signal);
  });
  on(requests.createDemoCaseRequest, async ({ folder }, signal) => {
    const { demoCaseObjects } = await import('../demo/demoCase.js');
    await writeObjects(folder, demoCaseObjects(), signal);
    return { folder };
  });
}

async function readDocument(
  state: ServerState,
  uri: string,
  signal: AbortSignal,
): Promise<requests.ReadDocumentResult> {
  const address = parseUriText(uri);
  if (address === undefined) throw new UserError('invalidInput', `Not the URI of a log: ${uri}`);
  if (address.isRaw) {
    const { text, stored } = await state.openLogs.readRaw(address, signal);
    return {
      text,
      sizeBytes: stored.bytes.length,
      lastModified: stored.lastModified ?? 0,
      recordCount: 0,
      pageCount: 1,
      firstRecord: 0,
      endRecord: 0,
    };
  }
  const open = await state.openLogs.get(address, signal);
  const page = shownPage(toShown(open, address));
  return {
    text: pageText(open.log, page),
    sizeBytes: open.sizeBytes,
    lastModified: open.lastModified,
    recordCount: open.log.records.length,
    pageCount: open.pages.length,
    firstRecord: page.firstRecord,
    endRecord: page.endRecord,
  };
}

function toLinks(state: ServerState, sourceId: string, key: string): requests.ObjectLinks {
  const opened = state.sources.get(sourceId);
  const arn = opened.toArn(key);
  const consoleUrl = opened.toConsoleUrl(key);
  return {
    uri: opened.source.toUri(key),
    ...(arn === undefined ? {} : { arn }),
    ...(consoleUrl === undefined ? {} : { consoleUrl }),
  };
}

function toSidecar(stored: StoredObject, uri: string): requests.ObjectSidecar {
  const { etag, versionId, lastModified, storageClass, serverSideEncryption, metadata } = stored;
  return {
    uri,
    sizeBytes: stored.bytes.length,
    sha256: createHash('sha256').update(stored.bytes).digest('hex'),
    retrievedAt: new Date().toISOString(),
    ...(etag === undefined ? {} : { etag }),
    ...(versionId === undefined ? {} : { versionId }),
    ...(lastModified === undefined ? {} : { lastModified: new Date(lastModified).toISOString() }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(serverSideEncryption === undefined ? {} : { serverSideEncryption }),
    metadata,
  };
}
