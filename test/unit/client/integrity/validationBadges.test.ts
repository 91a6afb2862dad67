import * as assert from 'node:assert/strict';
import { silentLog } from '../../../../src/base/log';
import { badgeWords, toBadgeColor, toBadgeLines, toBadgeTooltip } from '../../../../src/client/integrity/badgeText';
import { ValidationBadges } from '../../../../src/client/integrity/validationBadges';
import { objectStatuses } from '../../../../src/engine/digest/validation';
import type { ValidationBadge } from '../../../../src/protocol/validationRequests';
import { FakeServer } from '../fakeServer';
import { newHeader } from './newHeader';

const badge = (more: Partial<ValidationBadge> = {}): ValidationBadge => ({
  status: 'valid',
  weight: 'none',
  validatedTime: Date.UTC(2026, 10, 22, 10),
  text: '',
  ...more,
});

function newBadges(known: Readonly<Record<string, ValidationBadge>>, runs = 1) {
  const asked: (readonly string[])[] = [];
  let learned = 0;
  let onLearn: () => void = () => undefined;
  const server = new FakeServer({
    validationRuns: () => Array.from({ length: runs }, () => newHeader()),
    validationBadges: ({ places }) => {
      asked.push(places);
      return places.map((place) => known[place] ?? null);
    },
  });
  const onDidLearn = (): void => {
    learned++;
    onLearn();
  };
  const badges = new ValidationBadges({ server, log: silentLog, onDidLearn });
  const whenLearned = new Promise<void>((resolve) => (onLearn = resolve));
  return { badges, server, asked, whenLearned, countLearned: () => learned };
}

describe('badges of validations', () => {
  it('are asked for once, and null where no run saw the place', async () => {
    const { badges, asked } = newBadges({ 'a/': badge() });
    await badges.load('s', ['a/', 'b/']);
    await badges.load('s', ['b/', 'a/', 'c/']);
    assert.deepEqual(asked, [['a/', 'b/'], ['c/']]);
    assert.equal(badges.find('s', 'a/')?.status, 'valid');
    assert.equal(badges.find('s', 'b/'), undefined);
    assert.equal(badges.find('other', 'a/'), undefined);
  });

  it('are not asked for while nothing was validated', async () => {
    const { badges, server } = newBadges({ 'a/': badge() }, 0);
    await badges.load('s', ['a/']);
    await badges.load('s', ['b/']);
    assert.deepEqual(server.asked, ['validationRuns']);
  });

  it('of single rows go in one question, and say when they came', async () => {
    const { badges, asked, whenLearned, countLearned } = newBadges({ k1: badge(), k3: badge() });
    for (const key of ['k1', 'k2', 'k3', 'k1']) badges.request('s', key);
    await whenLearned;
    assert.deepEqual(asked, [['k1', 'k2', 'k3']]);
    assert.equal(countLearned(), 1);
    badges.request('s', 'k2');
    assert.equal(asked.length, 1);
  });

  it('of a crowded day go in batches', async () => {
    const { badges, asked } = newBadges({});
    await badges.load(
      's',
      Array.from({ length: 2500 }, (_, i) => `k${i}`),
    );
    assert.deepEqual(
      asked.map(({ length }) => length),
      [1000, 1000, 500],
    );
  });

  it('are asked for anew after the source was validated', async () => {
    const known: Record<string, ValidationBadge> = { k: badge() };
    const { badges } = newBadges(known);
    await badges.load('s', ['k']);
    known['k'] = badge({ status: 'missing', weight: 'wrong' });
    badges.forget('s');
    assert.equal(badges.find('s', 'k'), undefined);
    await badges.load('s', ['k']);
    assert.equal(badges.find('s', 'k')?.status, 'missing');
  });

  it('fail without anything else failing', async () => {
    const badges = new ValidationBadges({ server: new FakeServer({}), log: silentLog, onDidLearn: () => undefined });
    await badges.load('s', ['k']);
    assert.equal(badges.find('s', 'k'), undefined);
  });
});

describe('what a badge says', () => {
  const statuses = [...objectStatuses, 'gap', 'unproven'] as const;

  it('has a letter of its own for every status', () => {
    assert.deepEqual(Object.keys(badgeWords).sort(), [...statuses].sort());
    const letters = statuses.map((status) => badgeWords[status].letter);
    assert.equal(new Set(letters).size, statuses.length);
    for (const letter of letters) assert.equal(letter.length, 1);
  });

  it('is coloured by what it does to the verdict', () => {
    assert.equal(toBadgeColor(badge({ status: 'modified', weight: 'wrong' })), 'list.errorForeground');
    assert.equal(toBadgeColor(badge({ status: 'gap', weight: 'unproven' })), 'list.warningForeground');
    assert.equal(toBadgeColor(badge()), undefined);
    assert.equal(toBadgeColor(badge({ status: 'pending' })), undefined);
  });

  it('says what the letter means before what was found, line by line', () => {
    assert.deepEqual(toBadgeLines(badge()), ['V: Valid']);
    const text = 'Validated 2026-11-22 10:00 UTC\n310 logs: 309 valid, 1 missing \u202e';
    assert.deepEqual(toBadgeLines(badge({ status: 'missing', text })), [
      'X: Missing',
      'Validated 2026-11-22 10:00 UTC',
      '310 logs: 309 valid, 1 missing \\u{202e}',
    ]);
  });

  it('does not call valid what nobody looked at', () => {
    assert.deepEqual(toBadgeLines(badge({ isPartial: true })), ['V…: Valid, as far as it was validated']);
    assert.deepEqual(toBadgeLines(badge({ status: 'missing', isPartial: true })), [
      'X: Missing, as far as it was validated',
    ]);
  });

  it('cannot break out of a tooltip', () => {
    assert.doesNotMatch(toBadgeTooltip(badge({ text: '[x](command:evil)\n<img> $(bug)' })), /\]\(|<img|\$\(/);
  });
});
