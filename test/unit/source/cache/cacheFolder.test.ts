import assert from 'node:assert/strict';
import { defaultCacheFolder, defaultStateFolder } from '../../../../src/source/cache/cacheFolder';

type Variables = Readonly<Record<string, string>>;

const table: readonly (readonly [NodeJS.Platform, home: string, Variables, cache: string, state: string])[] = [
  ['linux', '/home/a', {}, '/home/a/.cache/trailcase', '/home/a/.local/state/trailcase'],
  ['freebsd', '/home/a', {}, '/home/a/.cache/trailcase', '/home/a/.local/state/trailcase'],
  ['linux', '/home/a', { XDG_CACHE_HOME: '/c', XDG_STATE_HOME: '/s' }, '/c/trailcase', '/s/trailcase'],
  [
    'linux',
    '/home/a',
    { XDG_CACHE_HOME: 'relative', XDG_STATE_HOME: '' },
    '/home/a/.cache/trailcase',
    '/home/a/.local/state/trailcase',
  ],
  ['darwin', '/Users/a', {}, '/Users/a/Library/Caches/trailcase', '/Users/a/Library/Application Support/trailcase'],
  ['darwin', '/Users/a', { XDG_CACHE_HOME: '/c', XDG_STATE_HOME: '/s' }, '/c/trailcase', '/s/trailcase'],
  [
    'win32',
    'C:\\Users\\a',
    { LOCALAPPDATA: 'D:\\Local' },
    'D:\\Local\\trailcase\\cache',
    'D:\\Local\\trailcase\\state',
  ],
  [
    'win32',
    'C:\\Users\\a',
    {},
    'C:\\Users\\a\\AppData\\Local\\trailcase\\cache',
    'C:\\Users\\a\\AppData\\Local\\trailcase\\state',
  ],
];

describe('default folders', () => {
  for (const [platform, homeFolder, variables, cache, state] of table) {
    it(`on ${platform} with ${JSON.stringify(variables)}`, () => {
      const environment = { platform, homeFolder, variables };
      assert.equal(defaultCacheFolder(environment), cache);
      assert.equal(defaultStateFolder(environment), state);
    });
  }
});
