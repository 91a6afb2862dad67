import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { ScriptError } from './lifetime.mjs';

const isWindows = process.platform === 'win32';
const graceMs = 8_000;

/**
 * Starts a program in a process group of its own, so that all of its children can be ended with it, and so that
 * Ctrl+C in a terminal reaches only our script, which then ends things in order.
 */
export function startGroup(lifetime, command, args, options = {}) {
  if (lifetime.isEnding) throw new ScriptError(`Not started, because we are ending: ${command}`);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options, detached: !isWindows });
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, error }));
    child.once('exit', (code, signal) => resolve({ code: code ?? 1, signal }));
  });
  const group = {
    child,
    exited,
    async end() {
      if (child.pid === undefined) return;
      signalGroup(child.pid, 'SIGTERM');
      if (!(await isGoneWithin(child.pid, graceMs))) signalGroup(child.pid, 'SIGKILL');
      await exited;
    },
    endNow() {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    },
  };
  return lifetime.add(group);
}

/** Runs a program to its end; resolves to its exit code. What it left running in its group is ended. */
export async function runToExit(lifetime, command, args, options) {
  const group = startGroup(lifetime, command, args, options);
  const { code, error } = await group.exited;
  if (error) console.error(`Could not start ${command}: ${error.message}`);
  else group.endNow();
  lifetime.remove(group);
  return code;
}

/** Like runToExit, for a program that has to succeed. */
export async function run(lifetime, command, args, options) {
  const code = await runToExit(lifetime, command, args, options);
  if (code !== 0) throw new ScriptError(`Failed with exit code ${code}: ${[command, ...args].join(' ')}`);
}

function signalGroup(pid, signal) {
  if (isWindows) {
    spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // ESRCH: the whole group is gone, as wanted.
  }
}

async function isGoneWithin(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

function isAlive(pid) {
  try {
    process.kill(isWindows ? pid : -pid, 0);
    return true;
  } catch {
    return false; // No such process: it has ended.
  }
}
