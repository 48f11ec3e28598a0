// The Node that was installed with us. Plain JavaScript for any Node: an old one runs it to find the
// new one. Run as a program it only makes the link described below.

import { existsSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))

const SYSTEM = process.platform === 'win32' ? 'win' : process.platform

const PROGRAM = process.platform === 'win32' ? 'node.exe' : 'node'

/** Where npm puts the dependencies of a package that was installed into another's folder. */
const BESIDE = fileURLToPath(new URL('../../..', import.meta.url))

/** The path of the Node of our dependencies, or `undefined` when it is not installed. */
export const findOwnNode = () =>
  [MODULES, BESIDE]
    .map((folder) => `${folder}/node-${SYSTEM}-${process.arch}/bin/${PROGRAM}`)
    .find((path) => existsSync(path))

/**
 * Puts our Node where npm's scripts find it. npm 9 and 10, which come with Node 20, install it and
 * then remove its link together with the packages of the other systems.
 */
export const linkOwnNode = () => {
  const link = `${MODULES}/.bin/node`
  if (process.platform === 'win32' || !findOwnNode() || existsSync(link)) return
  try {
    symlinkSync(`../node-${SYSTEM}-${process.arch}/bin/node`, link)
  } catch {
    // The folder belongs to somebody else; whoever needs the link says what is missing.
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) linkOwnNode()
