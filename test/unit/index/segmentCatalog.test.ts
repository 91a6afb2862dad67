import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { segmentFiles } from '../../../src/index/segmentSchema';
import { IndexFixture, logKey, noSignal, toQuery } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';

describe('segments of an index', function () {
  this.timeout(20_000);
  let fixture: IndexFixture;
  beforeEach(() => {
    fixture = new IndexFixture();
  });
  afterEach(() => fixture.dispose());

  async function addTwo(): Promise<readonly [string, string]> {
    const first = await fixture.addSegment({ objects: [{ key: logKey('a'), records: [newRecord({ eventID: 'a' })] }] });
    const second = await fixture.addSegment({
      objects: [{ key: logKey('b'), records: [newRecord({ eventID: 'b' })] }],
    });
    return [first.id, second.id];
  }

  async function findEventIds(): Promise<readonly unknown[]> {
    const index = await fixture.open();
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    const page = await result.page(
      { offset: 0, limit: 10, sort: { column: 'eventID', descending: false }, columns: ['eventID'] },
      noSignal,
    );
    return page.rows.map(({ cells }) => cells[0]);
  }

  it('are empty where there is no index', async () => {
    const index = await fixture.open();
    assert.deepEqual(index.status().segments, 0);
    const result = await index.search(toQuery('eventName:x'), {}, {}, noSignal);
    assert.equal((await result.whenDone).count, 0);
    assert.equal((await result.whenDone).coverage.isComplete, false);
    assert.deepEqual(await index.values('eventName', '', 5, {}, noSignal), []);
    assert.equal((await index.knownObjects(noSignal)).size, 0);
    assert.deepEqual((await index.runSql('SELECT count(*) FROM records', { maxRows: 5 }, noSignal)).rows, [[0]]);
  });

  const damages: readonly (readonly [string, (folder: string) => void, RegExp])[] = [
    ...segmentFiles.flatMap((name): (readonly [string, (folder: string) => void, RegExp])[] => [
      [
        `a flipped bit in ${name}`,
        (folder) => {
          flipBit(path.join(folder, name));
        },
        /checksum/,
      ],
      [
        `${name} cut short`,
        (folder) => {
          truncateSync(path.join(folder, name), 100);
        },
        /100 bytes instead of/,
      ],
      [
        `${name} missing`,
        (folder) => {
          rmSync(path.join(folder, name));
        },
        /missing/,
      ],
    ]),
    [
      'segment.json missing',
      (folder) => {
        rmSync(path.join(folder, 'segment.json'));
      },
      /segment\.json is missing/,
    ],
    [
      'segment.json cut short',
      (folder) => {
        truncateSync(path.join(folder, 'segment.json'), 50);
      },
      /no JSON/,
    ],
    [
      'another schema',
      (folder) => {
        edit(folder, (text) => text.replace(/"schema":\d+/, '"schema":99'));
      },
      /version 99/,
    ],
    [
      'counts missing',
      (folder) => {
        edit(folder, (text) => text.replace('"counts"', '"kounts"'));
      },
      /not as it was written/,
    ],
    [
      'null for JSON',
      (folder) => {
        edit(folder, () => 'null');
      },
      /no schema/,
    ],
    [
      'the id of another',
      (folder) => {
        edit(folder, (text) => text.replace(/"id":"."/, '"id":"x"').replace(/"id":"[^"]+"/, '"id":"other"'));
      },
      /another segment/,
    ],
  ];
  for (const [name, damage, reason] of damages) {
    it(`are not trusted with ${name}`, async () => {
      const [first] = await addTwo();
      damage(fixture.segmentFolder(first));
      assert.deepEqual(await findEventIds(), ['b']);
      const index = await fixture.open();
      const { rejected } = index.status();
      assert.equal(rejected.length, 1);
      assert.equal(rejected[0]?.segment, first);
      assert.match(rejected[0].reason, reason);
      const known = await index.knownObjects(noSignal);
      assert.equal(known.find(logKey('a'), undefined, 1), undefined, 'its objects count as not yet read');
      assert.equal((await index.coverageOf({}, noSignal)).isComplete, false);
    });
  }

  it('are looked at again when a file changes behind a remembered checksum', async () => {
    const [first] = await addTwo();
    assert.deepEqual(await findEventIds(), ['a', 'b']);
    assert.ok(readFileSync(path.join(fixture.folder, 'verified.json'), 'utf8').includes(first));
    flipBit(path.join(fixture.segmentFolder(first), 'records.parquet'));
    assert.deepEqual(await findEventIds(), ['b']);
  });

  it('do not depend on what was remembered', async () => {
    await addTwo();
    for (const note of ['', '[]', 'null', '{"segments/x":null}', '{"segments/x":5}', '{']) {
      writeFileSync(path.join(fixture.folder, 'verified.json'), note);
      assert.deepEqual(await findEventIds(), ['a', 'b'], note);
    }
  });

  it('do not include what a killed writer left in tmp/', async () => {
    const [first, second] = await addTwo();
    const tmp = path.join(fixture.folder, 'tmp');
    mkdirSync(tmp, { recursive: true });
    renameSync(fixture.segmentFolder(second), path.join(tmp, `${second}.99999999.nohost`));
    cpSync(fixture.segmentFolder(first), path.join(fixture.folder, 'segments', 'not-a-segment'), { recursive: true });
    assert.deepEqual(await findEventIds(), ['a']);
  });

  it('are read where nothing can be written', async () => {
    await addTwo();
    rmSync(path.join(fixture.folder, 'tmp'), { recursive: true, force: true });
    // Files where folders should be: refused to everybody, as read-only media are.
    for (const name of ['tmp', 'copies']) writeFileSync(path.join(fixture.folder, name), '');
    mkdirSync(path.join(fixture.folder, 'verified.json'));
    assert.deepEqual(await findEventIds(), ['a', 'b']);
  });

  it('come and go while the index is open', async () => {
    const index = await fixture.open();
    assert.equal(await index.refresh(noSignal), false);
    const [first] = await addTwo();
    assert.equal(await index.refresh(noSignal), true);
    assert.equal(index.status().segments, 2);
    const before = await index.search(toQuery(''), {}, {}, noSignal);
    rmSync(fixture.segmentFolder(first), { recursive: true });
    const after = await index.search(toQuery('eventName:GetBucketAcl'), {}, {}, noSignal);
    assert.equal((await after.whenDone).count, 1, 'searched again over what is there');
    assert.equal((await before.whenDone).count, 2, 'a result stays as it was found');
  });
});

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function edit(folder: string, change: (text: string) => string): void {
  const file = path.join(folder, 'segment.json');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
