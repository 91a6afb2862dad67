import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipLog } from '../../../../src/engine/record/gunzip';
import { JsonTape } from '../../../../src/engine/record/jsonTape';
import { readLogText } from '../../../../src/engine/record/logText';
import { cell, readCell, type Tape } from '../../../../src/engine/record/tape';
import { testLimits } from '../../../support/logFixture';

/** A tape in words: what each value is, how it is spelled and where the next one stands. */
function describeTape(bytes: Uint8Array, tape: Tape): string[] {
  const text = (start: number, end: number): string => Buffer.from(bytes.subarray(start, end)).toString('latin1');
  return Array.from({ length: tape.length }, (_, value) => {
    const [kind = 0, start = 0, end = 0, keyStart = 0, keyEnd = 0, next = 0] = [
      cell.kind,
      cell.start,
      cell.end,
      cell.keyStart,
      cell.keyEnd,
      cell.next,
    ].map((part) => readCell(tape, value, part));
    // Containers are compared by their brackets: the white space inside them differs.
    const spelled = kind <= 2 ? `${text(start, start + 1)}${text(end - 1, end)}` : text(start, end);
    return `${kind} ${text(keyStart, keyEnd)} ${spelled} ${next}`;
  });
}

/** Undefined when it is refused. */
function readTape(bytes: Uint8Array): string[] | undefined {
  const tape = new JsonTape();
  return tape.read(bytes, 0) === bytes.length ? describeTape(bytes, tape.tape) : undefined;
}

function compare(bytes: Uint8Array, name: string): boolean {
  const own = readTape(bytes);
  if (own === undefined) return false;
  const log = readLogText(bytes, testLimits);
  assert.deepEqual(own, describeTape(log.bytes, log.tape), name);
  assert.deepEqual(
    log.problems.filter(({ kind }) => kind !== 'notARecord'),
    [],
    name,
  );
  return true;
}

describe('the tape of sound JSON', () => {
  const sound = [
    '{}',
    '[]',
    '[[],{}]',
    '{"a":1,"b":[true,false,null,-0.5e+3,"x\\"y\\\\"],"c":{"d":"é"},"a":2}',
    ' \n{ "a" : [ 1 , 2 ] , "b" : { } , "c" : [ ] }'.trimStart(),
    '{"":""}',
    `${'['.repeat(500)}${']'.repeat(500)}`,
    '"text"',
    '17',
  ];
  for (const text of sound) {
    it(`equals that of readLogText: ${text.slice(0, 40)}`, () => {
      assert.ok(compare(Buffer.from(text), text));
    });
  }

  const refused = [
    '',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '[1,]',
    '[1 2]',
    '{"a":1]',
    '["a\nb"]',
    '["a\\\nb"]',
    '["a]',
    '[01]',
    '[tru]',
    '[+1]',
    '[1.]',
    '\0{}',
    '{a:1}',
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
  ];
  for (const text of refused) {
    it(`is refused for ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.equal(readTape(Buffer.from(text)), undefined);
    });
  }

  it('of any cut or altered text equals that of readLogText, or is refused', () => {
    const text = Buffer.from('{"Records":[{"a":"x\\u00e9","b":[1,{"c":null}]},{"d":-1.5e3,"e":{}}]}');
    let accepted = 0;
    for (let at = 0; at < text.length; at++) {
      for (const byte of [...Buffer.from('",:{}[]\\ \n1x\0')]) {
        const altered = Buffer.from(text);
        altered[at] = byte;
        if (compare(altered, altered.toString('latin1'))) accepted++;
      }
      assert.ok(at === 0 || !compare(text.subarray(0, at), `cut at ${at}`));
    }
    assert.ok(accepted > 50);
  });
});

const corpus = process.env['TRAILCASE_CORPUS'];

(corpus === undefined ? describe.skip : describe)('the tape of real and odd logs', function () {
  this.timeout(120_000);

  it('equals that of readLogText', () => {
    let compared = 0;
    for (const entry of readdirSync(corpus ?? '', { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !/\.(gz|json)$/.test(entry.name)) continue;
      const file = path.join(entry.parentPath, entry.name);
      const { bytes, problems } = gunzipLog(readFileSync(file), testLimits);
      const text = readLogText(bytes, testLimits);
      if (problems.length > 0 || text.problems.some(({ kind }) => kind === 'expanded' || kind === 'encoding')) continue;
      const own = readTape(bytes);
      if (own === undefined) continue;
      assert.deepEqual(own, describeTape(text.bytes, text.tape), file);
      compared++;
    }
    assert.ok(compared > 450, `${compared} logs compared`);
  });
});
