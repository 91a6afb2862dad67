// Preloaded into every Node process of VS Code under test: a connection that would leave this machine is refused and
// noted in the file TRAILCASE_NETWORK_LOG. The test run fails on a note: Trailcase promises not to call home.
const { ChildProcess } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const loopbackHosts = /^(localhost|127(\.\d+){3}|::1|\[::1\]|::ffff:127(\.\d+){3})$/i;
const networkLog = process.env.TRAILCASE_NETWORK_LOG;
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function connectToLoopback(...args) {
  const host = toHost(args);
  if (host === undefined || loopbackHosts.test(host)) return connect.apply(this, args);
  note(host);
  process.nextTick(() =>
    this.destroy(Object.assign(new Error(`Refused under test: ${host}`), { code: 'ECONNREFUSED' })),
  );
  return this;
};

/** `connect(options)`, `connect(port, host)`, `connect(path)`, or the array [options, listener] that net itself passes. */
function toHost(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first.path ? undefined : (first.host ?? 'localhost');
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first));
  return isPort && typeof second === 'string' ? second : undefined;
}

// VS Code takes NODE_OPTIONS from its extension hosts. This is the one function that spawn, fork and exec all call.
const { spawn } = ChildProcess.prototype;
ChildProcess.prototype.spawn = function spawnLoopbackOnly(options) {
  const inherited = ['NODE_OPTIONS', 'TRAILCASE_NETWORK_LOG'];
  const others = (options.envPairs ?? []).filter((pair) => !inherited.includes(pair.split('=', 1)[0]));
  const ours = [`NODE_OPTIONS=--require=${JSON.stringify(module.filename)}`, `TRAILCASE_NETWORK_LOG=${networkLog}`];
  return spawn.call(this, { ...options, envPairs: [...others, ...ours] });
};

function note(host) {
  const program = path.basename(process.argv[1] ?? process.title);
  const origin = new Error().stack
    .split('\n')
    .slice(3)
    .map((line) => line.trim());
  fs.appendFileSync(networkLog, `${JSON.stringify({ host, program, args: process.argv.slice(2), origin })}\n`);
}
