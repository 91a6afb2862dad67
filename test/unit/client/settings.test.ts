import * as assert from 'node:assert/strict';
import {
  isSameAccess,
  isSamePlace,
  isSameSource,
  limitBounds,
  toSettings,
  toSourceConfig,
} from '../../../src/client/settings';
import { readManifest } from './manifest';

const { properties } = readManifest().contributes.configuration;

describe('settings', () => {
  it('have the defaults and bounds of package.json', () => {
    for (const [name, bounds] of Object.entries(limitBounds)) {
      const { default: value, minimum, maximum } = properties[`trailcase.limits.${name}`]!;
      assert.deepEqual({ minimum, maximum, default: value }, bounds, name);
    }
    assert.deepEqual(properties['trailcase.sources']!.default, []);
  });

  it('come out of package.json as the server wants them', () => {
    const settings = toSettings({
      sources: properties['trailcase.sources']!.default,
      maxLogMegabytes: properties['trailcase.limits.maxLogMegabytes']!.default,
      maxGzipRatio: properties['trailcase.limits.maxGzipRatio']!.default,
    });
    assert.deepEqual(settings, { sources: [], limits: { maxLogBytes: 256 * 1024 * 1024, maxGzipRatio: 300 } });
    assert.ok(Object.isFrozen(settings) && Object.isFrozen(settings.sources) && Object.isFrozen(settings.limits));
  });

  const limits: readonly [unknown, number][] = [
    [undefined, 256],
    ['12', 256],
    [Number.NaN, 256],
    [0, 1],
    [-5, 1],
    [1e9, 1900],
    [64, 64],
  ];
  for (const [value, megabytes] of limits) {
    it(`reads ${String(value)} megabytes as ${megabytes}`, () => {
      const settings = toSettings({ sources: [], maxLogMegabytes: value, maxGzipRatio: 300 });
      assert.equal(settings.limits.maxLogBytes, megabytes * 1024 * 1024);
    });
  }

  it('keep the index of entries that cannot be used, so that problems point at the right one', () => {
    const { sources } = toSettings({
      sources: [null, 'text', { uri: 7 }, { uri: ' s3://b ', profile: '', extra: 1, pathStyle: 'yes' }],
      maxLogMegabytes: 1,
      maxGzipRatio: 10,
    });
    assert.deepEqual(sources, [{ uri: '' }, { uri: '' }, { uri: '' }, { uri: 's3://b' }]);
  });

  it('read sources that are no list as none', () => {
    assert.deepEqual(toSettings({ sources: { uri: 's3://b' }, maxLogMegabytes: 1, maxGzipRatio: 10 }).sources, []);
  });

  it('tell places and sources apart', () => {
    const source = toSourceConfig({ uri: 's3://b/p', profile: 'a' });
    assert.ok(isSamePlace(source, { uri: 's3://b/p/', profile: 'other', name: 'N' }));
    assert.ok(!isSamePlace(source, { uri: 's3://b/p', endpoint: 'http://x' }));
    assert.ok(isSamePlace(source, { uri: 's3://b/p', pathStyle: false }));
    assert.ok(!isSameSource(source, { uri: 's3://b/p', profile: 'other' }));
    assert.ok(isSameAccess(source, { uri: 's3://b/p/', profile: 'a', name: 'N' }));
    assert.ok(!isSameAccess(source, { uri: 's3://b/p', profile: 'a', region: 'eu-west-1' }));
    assert.ok(isSameSource(source, { uri: 's3://b/p', profile: 'a' }));
  });
});
