import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-types';
import { PublishedProblems } from '../../../src/server/publishedProblems';

const uri = 'cloudtrail://s3-logs/AWSLogs/a%20b.json.gz';
/** As VS Code spells the same document. */
const otherSpelling = 'cloudtrail://s3-logs/AWSLogs%2Fa%20b.json.gz'.replace('%2F', '/').replace('a%20b', '%61%20b');
const page2 = 'cloudtrail://s3-logs/AWSLogs/%5Bpage%202%5D%20a%20b.json.gz?page%3D2';

function newDiagnostic(message: string): Diagnostic {
  return { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, message };
}

describe('published problems', () => {
  let shown: Map<string, string[]>;
  let problems: PublishedProblems;

  beforeEach(() => {
    shown = new Map();
    problems = new PublishedProblems((to, diagnostics) => {
      if (diagnostics.length === 0) shown.delete(to);
      else
        shown.set(
          to,
          diagnostics.map(({ message }) => message),
        );
    });
  });

  function setRun(messages: Readonly<Record<string, string>>, sourceId = 's3-logs'): void {
    const entries = Object.entries(messages).map(([to, message]) => [to, [newDiagnostic(message)]] as const);
    problems.setRun(sourceId, new Map(entries));
  }

  it('of documents that are not open are those of the last run, until a newer one says otherwise', () => {
    setRun({ [uri]: 'modified' });
    assert.deepEqual([...shown], [[uri, ['modified']]]);
    setRun({});
    assert.deepEqual([...shown], []);
  });

  it('of an open document are those of the run and of its text together', () => {
    setRun({ [uri]: 'modified' });
    problems.setRead(uri, [newDiagnostic('cut')]);
    assert.deepEqual([...shown], [[uri, ['modified', 'cut']]]);
    problems.setRead(uri, []);
    assert.deepEqual([...shown], [[uri, ['modified']]]);
    problems.setRead(uri, [newDiagnostic('cut')]);
    setRun({});
    assert.deepEqual([...shown], [[uri, ['cut']]]);
    setRun({ [uri]: 'modified' });
    problems.close(uri);
    assert.deepEqual([...shown], [[uri, ['modified']]], 'closing takes the reading away, not the run');
  });

  it('stand once, however the editor spells the document', () => {
    setRun({ [uri]: 'modified' });
    problems.setRead(otherSpelling, [newDiagnostic('cut')]);
    assert.deepEqual([...shown], [[otherSpelling, ['modified', 'cut']]]);
    problems.close(otherSpelling);
    setRun({});
    assert.deepEqual([...shown], []);
  });

  it('tell what earlier runs said of a document that is open, and only there', () => {
    problems.setRead(uri, []);
    problems.setValidation(uri, [newDiagnostic('uncovered')]);
    assert.deepEqual([...shown], [[uri, ['uncovered']]]);
    setRun({ [uri]: 'modified' });
    assert.deepEqual([...shown], [[uri, ['modified']]], 'the last run says it better');
    problems.setValidation(uri, []);
    setRun({});
    assert.deepEqual([...shown], []);
    problems.setValidation(uri, [newDiagnostic('uncovered')]);
    problems.close(uri);
    assert.deepEqual([...shown], []);
    problems.setValidation(uri, [newDiagnostic('too late')]);
    assert.deepEqual([...shown], []);
  });

  it('stand on every page of a log that is open, and on the first of one that is not', () => {
    problems.setRead(page2, []);
    setRun({ [uri]: 'modified' });
    assert.deepEqual([...shown.keys()].sort(), [uri, page2].sort());
    problems.close(page2);
    assert.deepEqual([...shown.keys()], [uri]);
  });

  it('of one source do not touch those of another', () => {
    const elsewhere = 'cloudtrail://folder-x/y';
    setRun({ [uri]: 'modified' });
    setRun({ [elsewhere]: 'missing' }, 'folder-x');
    setRun({});
    assert.deepEqual([...shown.keys()], [elsewhere]);
  });

  it('of a text that the editor holds are those of its text', () => {
    problems.setRead('file:///logs/log.json', [newDiagnostic('cut')]);
    assert.deepEqual([...shown], [['file:///logs/log.json', ['cut']]]);
    problems.close('file:///logs/log.json');
    assert.deepEqual([...shown], []);
  });
});
