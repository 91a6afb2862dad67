import { newKeyRing, newSignedTrail } from '../test/support/signedTrail/signedTrail';
import { LaneJudge } from '../src/engine/digest/laneJudge';
import { readDigest } from '../src/engine/digest/readDigest';
import { toListed, toStored } from '../test/support/signedTrail/trailPlaces';
const [hours, perHour, mode] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4] ?? ''];
const text = '{"Records":[]}';
let trail = newSignedTrail({ hours, logsPerHour: perHour, logText: () => text });
const limits = { maxLogBytes: 1e8, maxGzipRatio: 300 };
const place = { root: 'AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };
const window = { from: trail.start, to: trail.end };
const readings = new Map(trail.digests.map((d) => [d.key, readDigest(toStored(d), limits)]));
const listedDigests = trail.digests.map(toListed);
const keys = newKeyRing(trail);
const hash = trail.logs[0]!.sha256;
// one page at a time, fresh strings
function* pages() { for (const log of trail.logs) yield JSON.parse(JSON.stringify(toListed(log))); }
trail.logs.length; const gc = (globalThis as any).gc; 
gc(); const base = process.memoryUsage();
const t0 = performance.now();
const judge = new LaneJudge({ place, window, now: window.to, original: { kind: 'own', bucket: 'trail-logs' }, keys, isWindowOpen: false });
judge.addListed(mode === 'walk' ? listedDigests.slice(-1) : listedDigests, 'digest');
judge.addListed(pages(), 'log');
let rounds = 0;
for (let batch = judge.digestsToRead(); batch.length > 0; batch = judge.digestsToRead()) {
  for (const one of batch) judge.addDigest(one.id, mode === 'allgone' && one.id % 2 ? { kind: 'problem', code: 'notFound', message: '' } : structuredClone(readings.get(one.key)!));
  judge.judge(); rounds++;
}
const t1 = performance.now();
gc(); const mid = process.memoryUsage();
let n = 0;
const ids: number[] = [];
let closedMB = 0;
for (const one of judge.logsToRead()) ids.push(one.id);
const t2 = performance.now(); gc(); closedMB = (process.memoryUsage().heapUsed + process.memoryUsage().external - base.heapUsed - base.external) / 1e6;
for (const id of ids) { judge.addLog(id, { kind: 'log', sha256: hash, storedBytes: 40 }); n++; }
const t3 = performance.now();
ids.length = 0;
gc(); const end = process.memoryUsage();
const counts = new Map<string, number>();
const result = judge.finish();
for (const o of result.objects) counts.set(o.kind + o.status, (counts.get(o.kind + o.status) ?? 0) + 1);
const t4 = performance.now();
console.log({ rounds, n, hours: result.hours.length, judge: t1 - t0, close: t2 - t1, addLog: t3 - t2, finish: t4 - t3, midMB: (mid.heapUsed + mid.external - base.heapUsed - base.external) / 1e6, closedMB, endMB: (end.heapUsed + end.external - base.heapUsed - base.external) / 1e6, counts });
// keeps what was there at the beginning
if (readings.size + trail.logs.length + listedDigests.length === 0) console.log('');
