import { KeyTable } from '../src/engine/digest/keyTable';
import { newSignedTrail } from '../test/support/signedTrail/signedTrail';
const keys: string[] = [];
for (let i = 0; i < 100000; i++) keys.push(`AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/${String(10 + (i % 20))}/111122223333_CloudTrail_us-east-1_20260115T0431Z_${(Math.imul(i, 2654435761) >>> 0).toString(36).padStart(8, '0')}${String(i).padStart(8, '0')}.json.gz`);
for (let r = 0; r < 4; r++) {
  let c = process.cpuUsage(); const t = new KeyTable(); for (const k of keys) t.add(k); let d = process.cpuUsage(c);
  c = process.cpuUsage(); const m = new Map<string, number>(); for (const k of keys) m.set(k, m.size); let e = process.cpuUsage(c);
  c = process.cpuUsage(); for (const k of keys) t.add(k); let f = process.cpuUsage(c);
  console.log('KeyTable ms', d.user / 1000, 'again', f.user / 1000, 'Map', e.user / 1000);
}
