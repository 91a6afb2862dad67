import * as assert from 'node:assert/strict';
import type { SavedTimeline, TimelineIdentity, TimelineView } from '../../../../src/protocol/timelineMessages';
import { toStart } from '../../../../src/webview/timeline/savedTimeline';
import { ViewState } from '../../../../src/webview/timeline/viewState';

const from = Date.UTC(2026, 0, 5);
const to = Date.UTC(2026, 0, 9);
const identity: TimelineIdentity = {
  subject: { kind: 'principal', id: 'arn:aws:iam::123456789012:user/alice' },
  scope: { sourceId: 'source' },
  title: 'Timeline of alice',
};
const view: TimelineView = {
  resultId: 'r',
  identity,
  query: '',
  summary: {
    count: 10,
    classes: { read: 10, write: 0, error: 0, denied: 0 },
    twins: 0,
    untimed: 1,
    firstTime: from,
    lastTime: to,
    firstSeen: [],
    firstSeenTotal: 0,
  },
  gaps: [],
  coverage: { isComplete: true, text: '' },
  notes: [],
};
const saved: SavedTimeline = {
  identity,
  from: from + 3_600_000,
  to: from + 7_200_000,
  laneBy: 'address',
  lane: { by: 'address', value: null },
  hiddenClasses: ['read'],
  usesLocalTime: true,
  descending: true,
  activeId: 7,
  split: 0.4,
};

describe('toStart', () => {
  it('goes on where the same timeline was left, also as JSON', () => {
    const stored: unknown = JSON.parse(JSON.stringify(saved));
    assert.deepEqual(toStart(stored, identity), saved);
    assert.equal(toStart({ ...saved, identity: { ...identity, title: 'other' } }, identity).laneBy, 'address');
  });

  it('keeps where the chosen record stood, and takes no place that cannot be', () => {
    const activeRow = { row: 7, eventId: 'e' };
    assert.deepEqual(toStart({ ...saved, resultId: 'r', activeRow }, identity), { ...saved, resultId: 'r', activeRow });
    for (const broken of [{ row: -1, eventId: 'e' }, { row: 1.5, eventId: 'e' }, { row: 1 }, 'x', null])
      assert.equal(toStart({ ...saved, activeRow: broken }, identity).activeRow, undefined);
  });

  it('starts anew for another subject, and for nothing', () => {
    const other: TimelineIdentity = { ...identity, subject: { kind: 'key', id: 'AKIAIOSFODNN7EXAMPLE' } };
    for (const start of [toStart(saved, other), toStart(undefined, other), toStart('x', other)]) {
      assert.equal(start.from, undefined);
      assert.deepEqual(start.hiddenClasses, []);
      assert.equal(start.usesLocalTime, false);
    }
  });

  const broken: readonly (readonly [string, object])[] = [
    ['a view that ends before it begins', { from: 5, to: 4 }],
    ['a view of words', { from: 'a', to: 'b' }],
    ['unknown lanes', { laneBy: 'colour', lane: { by: 'colour', value: 1 } }],
    ['all classes hidden', { hiddenClasses: ['read', 'write', 'error', 'denied'] }],
    ['a share beyond the panel', { split: 40 }],
    ['no list of classes', { hiddenClasses: 'read' }],
  ];
  for (const [what, change] of broken) {
    it(`does without ${what}`, () => {
      const start = toStart({ ...saved, ...change }, identity);
      const state = new ViewState(view, start);
      assert.ok(state.classes.size > 0);
      assert.ok(state.split >= 0.2 && state.split <= 0.85);
      assert.ok(state.view.from < state.view.to);
    });
  }
});

describe('ViewState', () => {
  it('asks the table for no time at all while the whole period is in view', () => {
    const state = new ViewState(view, toStart(undefined, identity));
    assert.ok(state.isWhole);
    assert.deepEqual(state.filter, {});
    assert.deepEqual(state.toSaved().from, undefined);
  });

  it('narrows the table by view, lane and classes', () => {
    const state = new ViewState(view, saved);
    assert.deepEqual(state.filter, {
      from: saved.from,
      to: saved.to,
      lane: saved.lane,
      classes: ['write', 'error', 'denied'],
    });
    assert.equal(state.narrowed, null);
    state.laneBy = 'region';
    assert.equal(state.narrowed, undefined);
  });

  it('gives back what it was made of', () => {
    const state = new ViewState(view, saved);
    assert.deepEqual({ ...state.toSaved(), identity, descending: true, activeId: 7 }, saved);
  });

  it('says whether the view changed, and keeps it within the period', () => {
    const state = new ViewState(view, toStart(undefined, identity));
    assert.equal(state.setView(state.extent), false);
    assert.equal(state.setView({ from: from + 1000, to: from + 3_600_000 }), true);
    state.setView({ from: 0, to: from });
    assert.ok(state.view.from >= state.extent.from);
  });
});
