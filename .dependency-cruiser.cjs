// The floors of the house, each rule a sentence. A room imports only from floors below it.

const rule = (name, from, to) => ({ name, severity: 'error', from, to })
const FEATURES = '^src/(registry|guard|access|audit|console|ops|rendezvous|relay|screens|links)/'

module.exports = {
  forbidden: [
    rule('platform imports no other folder of src', { path: '^src/platform/' }, { path: '^src/(?!platform/)' }),
    rule('protocol imports itself only', { path: '^src/protocol/' }, { pathNot: '^src/protocol/' }),
    rule('plumbing knows no feature', { path: '^src/(store|http|client)/' }, { path: '^src/(registry|guard|access|audit|console|ops|rendezvous|relay|screens|links|cli)/|^src/[^/]+\\.ts$' }),
    rule('client imports platform and protocol only', { path: '^src/client/' }, { path: '^src/(?!(client|platform|protocol)/)' }),
    rule('a feature imports floors 0-2 and itself', { path: '^src/([^/]+)/', pathNot: '^src/(cli|platform|protocol|store|http|client)/' }, { path: '^src/', pathNot: '^src/($1|platform|protocol|store|http)/|^src/client/(tunnel/|websocket)' }),
    rule('only screens play a controller', { path: '^src/(?!(cli|client|screens)/)' }, { path: '^src/client/' }),
    rule('only the store sees the database driver', { pathNot: '^(src/store|test|bench)/' }, { path: 'better-sqlite3' }),
    rule('only a feature’s store speaks SQL', { path: FEATURES, pathNot: '/store\\.ts$' }, { path: '^src/store/', pathNot: '^src/store/database\\.ts$' }),
    rule('cli stands on the composition roots', { path: '^src/cli/' }, { path: '^src/(http|guard|access|audit|console|rendezvous|relay|screens|links)/' }),
    rule('only the composition roots see several features', { path: '^src/[^/]+\\.ts$', pathNot: '^src/(app|api|identity|connections|main)\\.ts$' }, { path: FEATURES }),
    rule('features show their index and their routes only', { path: '^src/(app|api|identity|connections)\\.ts$' }, { path: FEATURES, pathNot: '/(index|routes|contract)\\.ts$' }),
    rule('pure files import no framework', { path: '/(lease|code|penalty|sign-in|rendezvous/session|policy)\\.ts$' }, { path: 'node_modules|^node:' }),
    rule('there are no cycles', {}, { circular: true }),
    rule('src never imports tests', { path: '^src/' }, { path: '^(test|bench)/' }),
    rule('every import can be resolved', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'public/vendor' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
