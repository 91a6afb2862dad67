import * as assert from 'node:assert/strict';
import type { TimelineNote } from '../../../../src/protocol/timelineMessages';
import { foldNotes } from '../../../../src/webview/timeline/foldNotes';

const warning: TimelineNote = { text: 'lost', isWarning: true, details: ['log'] };
const unproven: TimelineNote = { text: 'unproven', isWarning: false, details: [], action: 'validate' };
const [twins, copies]: readonly TimelineNote[] = ['twins', 'copies'].map((text) => ({
  text,
  isWarning: false,
  details: [`${text} 1`],
}));

describe('foldNotes', () => {
  it('makes one line of several notes, and hides no warning', () => {
    assert.ok(twins !== undefined && copies !== undefined);
    assert.deepEqual(foldNotes([twins, unproven, copies, warning]), [
      unproven,
      warning,
      { text: '2 notes', isWarning: false, details: ['twins', 'twins 1', 'copies', 'copies 1'] },
    ]);
    assert.deepEqual(foldNotes([unproven, twins, warning]), [unproven, twins, warning]);
    assert.deepEqual(foldNotes([]), []);
  });
});
