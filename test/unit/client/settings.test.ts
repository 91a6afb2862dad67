import * as assert from 'node:assert/strict';
import {
  isSameAccess,
  isSamePlace,
  isSameSource,
  numberBounds,
  settingNames,
  toSettings,
  toSourceConfig,
} from '../../../src/client/settings';
import { defaultSettings } from '../../../src/server/defaultSettings';
import { readManifest } from './manifest';

const { properties } = readManifest().contributes.configuration;

describe('settings', () => {
  it('have the defaults and bounds of package.json', () => {
    for (const [name, bounds] of Object.entries(numberBounds)) {
      const { default: value, minimum, maximum } = properties[`trailcase.${name}`]!;
      assert.deepEqual({ minimum, maximum, default: value }, bounds, name);
    }
    assert.deepEqual(properties['trailcase.sources']!.default, []);
  });

  it('are all read', () => {
    const contributed = Object.keys(properties).filter((name) => name !== 'trailcase.trace.server');
    assert.deepEqual(contributed.sort(), settingNames.map((name) => `trailcase.${name}`).sort());
  });

  it('come out of package.json as the server has them by default', () => {
    const raw = Object.fromEntries(
      settingNames.map((name) => [name, properties[`trailcase.${name}`]!.default] as const),
    );
    const settings = toSettings(raw);
    assert.deepEqual(settings, { ...defaultSettings, resultPlace: 'view' });
    const parts: readonly unknown[] = Object.values(settings);
    for (const part of [settings, ...parts]) assert.ok(Object.isFrozen(part));
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
      const settings = toSettings({ 'limits.maxLogMegabytes': value });
      assert.equal(settings.limits.maxLogBytes, megabytes * 1024 * 1024);
    });
  }

  it('keep the index of entries that cannot be used, so that problems point at the right one', () => {
    const { sources } = toSettings({
      sources: [null, 'text', { uri: 7 }, { uri: ' s3://b ', profile: '', extra: 1, pathStyle: 'yes' }],
    });
    assert.deepEqual(sources, [{ uri: '' }, { uri: '' }, { uri: '' }, { uri: 's3://b' }]);
  });

  it('know what keys a source has, and what it is a copy of', () => {
    const config = { uri: '/e', publicKeys: '/e/keys.json', originalLocation: 's3://b/p' };
    assert.deepEqual(toSourceConfig({ ...config, publicKeys: ' /e/keys.json ' }), config);
    // It is the same place, read in the same way, whatever it is validated with.
    assert.ok(isSameSource(toSourceConfig(config), { uri: '/e' }));
    assert.deepEqual(Object.keys(properties['trailcase.sources']!.items?.properties ?? {}).sort(), [
      'endpoint',
      'name',
      'originalLocation',
      'pathStyle',
      'profile',
      'publicKeys',
      'region',
      'uri',
    ]);
  });

  it('open results in the view unless told otherwise', () => {
    assert.equal(toSettings({}).resultPlace, 'view');
    assert.equal(toSettings({ 'search.opens': 'window' }).resultPlace, 'view');
    assert.equal(toSettings({ 'search.opens': 'table' }).resultPlace, 'table');
  });

  it('read sources that are no list as none', () => {
    assert.deepEqual(toSettings({ sources: { uri: 's3://b' } }).sources, []);
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
