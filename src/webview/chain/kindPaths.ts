import type { ChainNodeKind } from '../../engine/session/session';

/** Paths in a box of 16 × 16, drawn as lines: each kind has a shape of its own. */
export const kindPaths: Readonly<Record<ChainNodeKind | 'group', string>> = {
  session: 'M10.5 2a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M8 8L2.5 13.5M4.5 11.5l2 2',
  user: 'M8 2a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4M2.5 14c0-3.2 2.3-5 5.5-5s5.5 1.8 5.5 5',
  root: 'M2 12.5h12M2.5 12.5L2 5l3.5 3L8 3l2.5 5L14 5l-.5 7.5',
  service: 'M2 2.5h12v4H2zM2 9.5h12v4H2zM4.5 4.5h.1M4.5 11.5h.1',
  federated: 'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M2 8h12M8 1.8c-4 4-4 8.4 0 12.4M8 1.8c4 4 4 8.4 0 12.4',
  identityCenter:
    'M2 3h12v10H2zM5.5 5.7a1.4 1.4 0 1 0 0 2.8a1.4 1.4 0 1 0 0-2.8M3.5 11.3c0-2.6 4-2.6 4 0M9.5 6.5h3M9.5 9.5h3',
  account: 'M3 14V2.5h7V14M10 6h3v8M1.5 14h13M5 5.5h.1M8 5.5h.1M5 8.5h.1M8 8.5h.1',
  unknown: 'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M6 6.4c0-2.6 4-2.6 4 0c0 1.4-2 1.6-2 3M8 11.5v.1',
  group: 'M4.5 4.5h9v9h-9zM2.5 11.5v-9h9M9 6.8v4.4M6.8 9h4.4',
};
