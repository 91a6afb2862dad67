// Stands in for @vscode/spdlog, the one native module that the VS Code server cannot do without, so that no compiler
// is needed. Same interface; writes lines to the log file and does not rotate it.
const fs = require('node:fs');
const path = require('node:path');

const levelNames = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
const flushDelayMs = 20;
let initialLevel = 2;
const openLoggers = new Set();
process.on('exit', () => {
  for (const logger of openLoggers) logger.flush();
});

class Logger {
  constructor(_kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = initialLevel;
    this.isRaw = false;
    this.pending = '';
    this.timer = undefined;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.closeSync(fs.openSync(file, 'a'));
    openLoggers.add(this);
  }

  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, 23);
    this.pending += this.isRaw ? message : `${time} [${levelNames[level]}] ${message}\n`;
    this.timer ??= setTimeout(() => this.flush(), flushDelayMs).unref();
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending === '') return;
    try {
      fs.appendFileSync(this.file, this.pending);
    } catch {
      // The folder goes when a test run ends; a log line is no reason to fail then.
    }
    this.pending = '';
  }

  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {}
  clearFormatters() {
    this.isRaw = true;
  }
  drop() {
    this.flush();
    openLoggers.delete(this);
  }
}

const create = (kind) => async (name, file) => new Logger(kind, name, file);

// One assignment per name: `await import('@vscode/spdlog')` sees only the names that Node's CommonJS lexer finds.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (level) => {
  initialLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create('rotating');
exports.createAsyncRotatingLogger = create('rotating_async');
