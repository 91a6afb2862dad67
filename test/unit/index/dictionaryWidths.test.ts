import assert from 'node:assert/strict';
import { IndexFixture, logKey, noSignal } from '../../support/indexFixture';

describe('a column of a segment', () => {
  for (const count of [254, 255, 256, 257, 65_535, 65_536, 65_537]) {
    it(`holds ${count.toLocaleString('en-US')} different texts`, async () => {
      const records = Array.from({ length: count }, (_, at) => ({ eventID: `id-${at}`, eventName: `Event${at}` }));
      const fixture = new IndexFixture();
      try {
        await fixture.addSegment({ objects: [{ key: logKey('widths'), records }] });
        const index = await fixture.open();
        const sql = `SELECT count(*)::INTEGER, count(DISTINCT eventName)::INTEGER,
          count(*) FILTER (eventName = 'Event' || substr(eventID, 4))::INTEGER FROM records`;
        const { rows } = await index.runSql(sql, { maxRows: 1 }, noSignal);
        assert.deepEqual(rows[0], [count, count, count]);
      } finally {
        await fixture.dispose();
      }
    }).timeout(60_000);
  }
});
