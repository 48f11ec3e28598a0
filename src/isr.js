#!/usr/bin/env node
// Plain JavaScript that any Node can parse: it refuses an old one in a sentence before a native
// module would crash it, then hands over to the sources (or to dist/ in the published package).

const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `isr needs Node 22.18 or newer and was started with ${process.versions.node} ` +
      `(${process.execPath}). In a checkout, \`npm ci\` brings a fitting one: start with ` +
      '`npm start` or `npx isr serve`.\n',
  )
  process.exit(1)
}

const { enableCompileCache } = await import('node:module')
// Compiled code is kept where only this user can write: a shared folder could be poisoned.
if (process.env.NODE_COMPILE_CACHE === undefined) {
  enableCompileCache(new URL('../node_modules/.cache/isr', import.meta.url).pathname)
}

const isPackage = import.meta.url.includes('/node_modules/')
const { main } = await import(isPackage ? '../dist/main.js' : './main.ts')
await main(process.argv.slice(2))
