import { spawn, spawnSync } from 'node:child_process';

/** What a process and all its children took. */
export interface ProcessCost {
  readonly exitCode: number;
  readonly output: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** The largest of them at its largest. */
  readonly peakMb: number;
}

/** Whoever has the AWS CLI has Python, whose getrusage tells of children on every system but Windows. */
const measure = `
import json, resource, subprocess, sys, time
start = time.monotonic()
run = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
wall = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == 'darwin' else 1024
print(json.dumps({
  'exitCode': run.returncode, 'output': run.stdout.decode('utf8', 'replace'), 'wallSeconds': wall,
  'cpuSeconds': used.ru_utime + used.ru_stime, 'peakMb': used.ru_maxrss * unit / 1e6,
}))
`;

export function canMeasureProcesses(): boolean {
  return spawnSync('python3', ['-c', 'import resource']).status === 0;
}

export function measureProcess(words: readonly string[], env: NodeJS.ProcessEnv): Promise<ProcessCost> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', measure, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.on('error', reject).on('close', (code) => {
      if (code === 0)
        resolve(JSON.parse(out) as ProcessCost); // what the program above prints
      else reject(new Error(`Measuring ${words[0] ?? ''} ended with ${String(code)}`));
    });
  });
}
