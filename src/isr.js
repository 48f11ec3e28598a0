#!/usr/bin/env node
// Plain JavaScript that any Node can parse. An old Node hands over to the one among our
// dependencies, or says in a sentence what to do, before a native module would crash it. Then the
// sources are run as they are (dist/ in the published package).

import { spawn } from 'node:child_process'
import { keepCompiledCode } from './platform/compile-cache.js'
import { findOwnNode, linkOwnNode } from './platform/own-node.js'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isOld = major < 22 || (major === 22 && minor < 18)

/** @param {string} node */
const runWith = (node) => {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  // A signal to this process alone is passed on; one from the terminal reaches both already.
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  process.on('SIGINT', () => undefined)
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

const explain = () => {
  process.stderr.write(
    `isr needs Node 22.18 or newer and was started with ${process.versions.node} ` +
      `(${process.execPath}). Install a newer Node, or run \`npm ci\`, which brings a fitting one ` +
      'on Linux (x64, arm64) and Windows (x64).\n',
  )
  process.exit(1)
}

const run = async () => {
  keepCompiledCode()
  const isPackage = import.meta.url.includes('/node_modules/')
  const { main } = await import(isPackage ? '../dist/main.js' : './main.ts')
  await main(process.argv.slice(2))
}

if (isOld) {
  linkOwnNode()
  const node = findOwnNode()
  if (node) runWith(node)
  else explain()
} else await run()
