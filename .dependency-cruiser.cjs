/** The layer rules of ARCHITECTURE.md. `npm run check:layers` fails on a breach. */
const layer = (name, from, allowed, extra = {}) => ({
  name,
  severity: 'error',
  comment: `${from} may import only: ${allowed.join(', ')} (see ARCHITECTURE.md, "Imports allowed")`,
  from: { path: from, ...extra.from },
  to: { path: '^src/', pathNot: [from, ...allowed].map((p) => p), ...extra.to },
});
const npmOnly = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may use only these packages: ${allowed.join(', ') || 'none'}`,
  from: { path: from },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
    pathNot: allowed.map((p) => `node_modules/${p}`),
  },
});
const coreOnly = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may use only these Node modules: ${allowed.join(', ') || 'none'}`,
  from: { path: from },
  to: { dependencyTypes: ['core'], pathNot: allowed.map((m) => `^(node:)?${m}$`) },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-vscode-outside-client',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(client/|extension\\.ts)' },
      to: { path: '^vscode$' },
    },
    layer('base-is-the-floor', '^src/base/', []),
    coreOnly('base-core', '^src/base/', []),
    npmOnly('base-npm', '^src/base/', []),
    layer('engine-is-pure', '^src/engine/', ['^src/base/']),
    coreOnly('engine-core', '^src/engine/', ['zlib', 'crypto', 'buffer', 'net']),
    npmOnly('engine-npm', '^src/engine/', ['csv-parse']),
    layer('demo-is-pure', '^src/demo/', ['^src/engine/', '^src/base/']),
    coreOnly('demo-core', '^src/demo/', ['zlib', 'crypto', 'buffer']),
    npmOnly('demo-npm', '^src/demo/', []),
    layer('source-fetches', '^src/source/', ['^src/engine/', '^src/base/']),
    npmOnly('source-npm', '^src/source/', ['@aws-sdk/', '@smithy/', '@aws/']),
    {
      name: 'no-sibling-source',
      severity: 'error',
      comment: 'A source never knows a sibling.',
      from: { path: '^src/source/([^/]+)/' },
      to: { path: '^src/source/[^/]+/', pathNot: '^src/source/$1/' },
    },
    layer('protocol-is-types', '^src/protocol/', ['^src/engine/', '^src/base/']),
    npmOnly('protocol-npm', '^src/protocol/', [
      'vscode-languageserver-protocol',
      'vscode-languageserver-types',
      'vscode-jsonrpc',
    ]),
    layer('features-are-functions', '^src/server/features/', ['^src/engine/', '^src/protocol/', '^src/base/']),
    npmOnly('features-npm', '^src/server/features/', ['vscode-languageserver-types']),
    coreOnly('features-core', '^src/server/features/', []),
    layer('client-only-shows', '^(src/client/|src/extension\\.ts)', ['^src/protocol/', '^src/base/', '^src/engine/']),
    npmOnly('client-npm', '^src/client/', [
      'vscode-languageclient',
      'vscode-languageserver-protocol',
      'vscode-jsonrpc',
      '@types/vscode',
    ]),
    {
      name: 'client-takes-engine-types-only',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: '^src/engine/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-a-root',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(server|cli)/' },
      to: { path: '^src/(server|cli)/' },
    },
    { name: 'roots-are-apart', severity: 'error', from: { path: '^src/cli/' }, to: { path: '^src/server/' } },
    { name: 'server-does-not-print', severity: 'error', from: { path: '^src/server/' }, to: { path: '^src/cli/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
