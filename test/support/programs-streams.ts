/** Programs at the two ends of a service: they pour random bytes in random pieces, and drink and hash. */

import { createHash, randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'

/** Drawn once: drawing a gigabyte would take longer than sending it. Its length fits no buffer's. */
const POOL = randomBytes(8_000_009)

/** From one byte, as keystrokes are, to more than any buffer on the way holds at once. */
const LARGEST_PIECE = 300_000

/** What went through one direction. */
export type Poured = { readonly bytes: number; readonly hash: string }

/** Writes so many bytes in pieces of random size, waiting when told to, and ends. */
export const pour = async (into: Writable, bytes: number): Promise<Poured> => {
  const hash = createHash('sha256')
  for (let sent = 0; sent < bytes; ) {
    const at = randomInt(POOL.length - LARGEST_PIECE)
    const piece = POOL.subarray(at, at + Math.min(randomInt(1, LARGEST_PIECE), bytes - sent))
    hash.update(piece)
    sent += piece.length
    if (!into.write(piece)) await once(into, 'drain')
  }
  into.end()
  return { bytes, hash: hash.digest('hex') }
}

/** Reads to the end. Throws when the stream breaks. */
export const drink = async (from: Readable): Promise<Poured> => {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of from) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { bytes, hash: hash.digest('hex') }
}

/** A TCP program of this machine; `target` is where it listens. */
export const startProgram = async (serve: (socket: Socket) => void): Promise<string> => {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    serve(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const KILOBYTE = 1024

const peakOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * KILOBYTE
}

/**
 * Starts to watch a process of this machine; the result says by how much its peak of resident memory
 * has grown. Load it before as it will be loaded: what any traffic leaves to the garbage collector
 * is several times what one frozen receiver costs.
 */
export const watchMemory = (pid: number): (() => number) => {
  const before = peakOf(pid)
  return () => peakOf(pid) - before
}
