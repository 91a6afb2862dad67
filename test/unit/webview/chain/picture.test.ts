import * as assert from 'node:assert/strict';
import type { ChainLayout } from '../../../../src/webview/chain/chainLayout';
import { toPicture, type Palette } from '../../../../src/webview/chain/picture';
import { toSvgText } from '../../../../src/webview/chain/svgPicture';
import { toVisibleChain } from '../../../../src/webview/chain/visibleChain';
import { newChain, newEdge, newNode } from './chainFixture';

const palette: Palette = {
  background: '#ffffff',
  foreground: '#000000',
  muted: '#555555',
  line: '#666666',
  card: '#eeeeee',
  border: '#cccccc',
  warning: '#aa0000',
  accounts: ['#0000ff'],
};
const nodes = [
  newNode('a', { name: '<script>alert("1")</script> & \u202E' }),
  newNode('b'),
  newNode('c', { accessKeyIds: [] }),
];
const edges = [
  newEdge('a', 'b', { join: 'sharedEvent', action: 'Assume<Role>' }),
  newEdge('b', 'c', { join: 'inferred' }),
];
const visible = toVisibleChain(newChain('b', nodes, edges, { gaps: [{ nodeId: 'c', text: 'Gone.' }] }), new Set());
const box = (x: number) => ({ x, y: 10, width: 244, height: 103 });
const toEdge = (x: number) => ({
  label: { x, y: 20, width: 196, height: 54 },
  points: [
    { x: x - 40, y: 60 },
    { x: x + 218, y: 60 },
  ],
});
const layout: ChainLayout = {
  width: 1200,
  height: 140,
  nodes: new Map([
    ['a', box(0)],
    ['b', box(480)],
    ['c', box(950)],
  ]),
  edges: new Map([
    ['edge:0', toEdge(270)],
    ['edge:1', toEdge(750)],
  ]),
};
const words = { title: 'Role chain: "b"', notes: ['Incomplete: 12 logs were not read.'] };
const picture = toPicture(visible, layout, words, { palette, colours: new Map([['111122223333', 1]]) });
const svg = toSvgText(picture);

describe('the picture of a chain', () => {
  it('says what it is, what its lines mean, that times are UTC, and what it does not hold', () => {
    for (const text of [
      'Role chain: ',
      'Double lines',
      'All times are UTC',
      '12 logs were not read',
      'not all known',
      'start · role session',
    ]) {
      assert.ok(svg.includes(text), text);
    }
  });

  it('is well-formed, whatever the names are', () => {
    assert.ok(!svg.includes('<script'));
    assert.ok(!svg.includes('\u202E'));
    const open: string[] = [];
    for (const [, end, name, own] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (end === '/') assert.equal(open.pop(), name);
      else if (own !== '/') open.push(name!);
    }
    assert.deepEqual(open, []);
    const rest = svg.replace(/^<\?xml.*\?>/, '').replace(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g, '');
    assert.ok(!/[<>]/.test(rest));
    assert.ok(!/&(?!#\d+;)/.test(rest));
  });

  it('tells joins apart without colour', () => {
    assert.equal(svg.match(/stroke-dasharray="6 5"/g)?.length, 1);
    assert.equal(svg.match(/stroke-width="4.5"/g)?.length, 1);
    for (const word of ['shared event', 'inferred']) assert.ok(svg.includes(`>${word}<`));
  });

  it('holds everything within its bounds', () => {
    for (const shape of picture.shapes) {
      if (shape.kind !== 'box') continue;
      assert.ok(shape.box.x + shape.box.width <= picture.width);
      assert.ok(shape.box.y + shape.box.height <= picture.height);
    }
  });
});
