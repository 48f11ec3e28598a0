// Hashes passwords, one after the other, in a thread of its own with the least priority there is: a
// hash takes a quarter of a second of a core, and resolves come first. Plain JavaScript and nothing
// but Node's own modules, so that the thread starts in milliseconds.

import { scryptSync } from 'node:crypto'
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'

/** Linux gives each thread its own; 19 is the end of the scale. */
const NICENESS = 19

/** Room for a cost that was raised fourfold; Node refuses more than 32 MiB unless told. */
const MAX_MEMORY = 192 * 2 ** 20

if (process.platform === 'linux') setPriority(0, NICENESS)

/** @type {import('node:worker_threads').MessagePort | null} */
const port = parentPort
port?.on('message', ({ password, salt, length, cost }) => {
  port.postMessage(scryptSync(password, salt, length, { ...cost, maxmem: MAX_MEMORY }))
})
