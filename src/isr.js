#!/usr/bin/env node
// Plain JavaScript that any Node can parse: it refuses an old one in a sentence before a native
// module would crash it, then hands over to the sources (or to dist/ in the published package).

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `isr needs Node 22.18 or newer and was started with ${process.versions.node} ` +
      `(${process.execPath}). In a checkout, \`npm ci\` brings a fitting one: start with ` +
      '`npm start` or `npx isr serve`.\n',
  )
  process.exit(1)
}

const { keepCompiledCode } = await import('./platform/compile-cache.js')
keepCompiledCode()

const isPackage = import.meta.url.includes('/node_modules/')
const { main } = await import(isPackage ? '../dist/main.js' : './main.ts')
await main(process.argv.slice(2))
