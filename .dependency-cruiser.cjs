// Who may use whom; docs/architecture.md tells why. A new folder has to be let in here.

/** Modules of a driver, and the folders that alone may know them. */
const drivers = {
  redis: ['ioredis'],
  mysql: ['mysql2'],
  postgresql: ['pg', 'pg-[^/]+', '@electric-sql/pglite'],
  cassandra: ['cassandra-driver'],
  mongodb: ['mongodb', 'bson']
}

const npm = (...names) => `node_modules/(${names.join('|')})(/|$)`

/** A layer may use itself, what is listed, and npm packages; everything else of ours is refused. */
function layer(folder, allowed) {
  const own = `^src/${folder}(/|\\.ts$)`
  return {
    name: `layer-${folder.replaceAll('/', '-')}`,
    severity: 'error',
    from: { path: own },
    to: { path: '^(src|scripts|test|bench)/', pathNot: [own, ...allowed.map((path) => `^${path}`)] }
  }
}

const contract = 'src/engine/stores/store\\.ts$'
/** Reads certificates, of stores and of the broker. */
const pemFile = 'src/engine/pemFile\\.ts$'
/** What any part of the engine may use: the message object and the log. */
const plain = 'src/engine/(message|log)\\.ts$'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^(scripts/electron/default-app|bench/electron)/',
          '^test/kills/heapTeller\\.mjs$',
          '\\.config\\.',
          '^test/.*\\.test\\.tsx?$'
        ]
      },
      to: {}
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-packages-in-the-product',
      comment: 'What runs outside the window comes from "dependencies"; what the window shows is bundled.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/renderer/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: [npm('electron')] }
    },
    layer('shared', []),
    {
      name: 'shared-knows-zod-only',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: npm('zod') }
    },
    layer('rulesql', ['src/shared/']),
    {
      name: 'rulesql-is-pure',
      severity: 'error',
      from: { path: '^src/rulesql/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] }
    },
    layer('engine', ['src/shared/', 'src/rulesql/', 'resources/']),
    {
      name: 'engine-has-no-window',
      severity: 'error',
      from: { path: '^src/engine/' },
      to: { path: npm('electron', 'react', 'react-dom') }
    },
    layer('engine/rules', ['src/shared/', 'src/rulesql/']),
    layer('engine/stores', ['src/shared/', 'resources/', pemFile]),
    layer('engine/cycle', ['src/shared/', 'src/rulesql/', 'src/engine/(rules|broker)/', contract, plain]),
    layer('engine/broker', ['src/shared/', 'src/engine/rules/types\\.ts$', plain, pemFile]),
    layer('engine/certificates', ['src/shared/', 'src/engine/broker/tlsFiles\\.ts$']),
    layer('engine/servers', ['src/shared/', 'resources/']),
    {
      name: 'only-the-broker-knows-aedes',
      severity: 'error',
      from: { pathNot: '^(src/engine/broker|test/broker|bench)/' },
      to: { path: npm('aedes', 'aedes-persistence') }
    },
    ...Object.entries(drivers).map(([folder, names]) => ({
      name: `only-its-store-knows-${folder}`,
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/engine/stores/${folder}/`, `^src/engine/servers/${folder}\\.ts$`] },
      to: { path: npm(...names) }
    })),
    layer('main', [
      'src/shared/',
      'src/engine/[a-zA-Z]+\\.ts$',
      'src/engine/workspace/',
      'src/engine/servers/',
      'src/cli/'
    ]),
    layer('cli', ['src/shared/', 'src/rulesql/', 'src/engine/']),
    layer('preload', ['src/shared/']),
    layer('renderer', ['src/shared/', 'src/rulesql/', 'resources/']),
    {
      name: 'scripts-need-nothing-built',
      severity: 'error',
      from: { path: '^scripts/' },
      to: { path: '^(src|test|bench)/', pathNot: '\\.mjs$' }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      mainFields: ['module', 'main', 'types']
    }
  }
}
