/**
 * The memory that sockets are read into, used again and again. Node allots 64 KiB for each read: the
 * pages are new and cold each time, and freeing them is a third of what a relay costs. Read into
 * memory that is still in the processor's cache, and four times as much at once, a bare pipe
 * between two sockets costs half as much with one pair and a third with 50 (Node 24).
 *
 * Promise: a connection that is quiet holds `SMALL_BYTES`; what was lent and is not given back is
 * collected as any other memory.
 */

import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** Most that is read at once; a quarter of what may wait for an end. */
export const LARGE_BYTES = 256 * 1024

/** What a connection that sends little is read into. */
export const SMALL_BYTES = 16 * 1024

/** A read below this leaves a large piece to others. */
const LITTLE_BYTES = LARGE_BYTES / 4

/** Large pieces kept while nobody uses them: 16 MiB. */
const MAX_SPARE = 64

/** The large pieces that nobody uses now. */
export class Memory {
  readonly #spare: Buffer[] = []

  lend(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(LARGE_BYTES)
  }

  /** Takes a piece back; the caller must not look at it any more. */
  giveBack(piece: Buffer): void {
    if (piece.length === LARGE_BYTES && this.#spare.length < MAX_SPARE) this.#spare.push(piece)
  }
}

/** What a read is told to; it returns whether somebody still needs the memory. */
export type OnBytes = (read: Buffer, piece: Buffer | undefined) => boolean

/** The pieces that one connection is read into, one after the other. */
class Pieces {
  readonly #memory: Memory
  #piece: Buffer = Buffer.allocUnsafeSlow(SMALL_BYTES)

  constructor(memory: Memory) {
    this.#memory = memory
  }

  readonly current = (): Buffer => this.#piece

  /** After a read of so many bytes, chooses what the next one goes into. */
  moveOn(bytes: number, isKept: boolean): void {
    const isLarge = this.#piece.length === LARGE_BYTES
    if (isLarge && bytes >= LITTLE_BYTES) {
      if (isKept) this.#piece = this.#memory.lend()
      return
    }
    if (isLarge && !isKept) this.#memory.giveBack(this.#piece)
    if (!isLarge && bytes === SMALL_BYTES) this.#piece = this.#memory.lend()
    else if (isLarge || isKept) this.#piece = Buffer.allocUnsafeSlow(SMALL_BYTES)
  }

  /** The connection is gone. */
  end(): void {
    this.#memory.giveBack(this.#piece)
    this.#piece = NOTHING
  }
}

/** What Node's types do not tell: the connection under a socket. */
type Handled = { _handle?: object | null }

/**
 * Reads a connection into our memory from now on; what was read of it already, `head`, comes first.
 * The sockets of an HTTP server cannot be told what to read into, only new ones can, so a new one is
 * put on the same connection. The old one, by which the server counts, ends when the new one does,
 * and says `moved` with the new one to whoever watches it.
 *
 * A connection on which an earlier answer is still being sent stays with its socket.
 */
export const readInto = (
  memory: Memory,
  { socket: old, head }: { readonly socket: Duplex; readonly head: Buffer },
  onBytes: OnBytes,
): Duplex => {
  const socket = moved(memory, old, onBytes)
  if (head.length > 0) socket.unshift(head)
  socket.on('data', (read: Buffer) => void onBytes(read, undefined))
  return socket
}

const moved = (memory: Memory, old: Duplex, onBytes: OnBytes): Duplex => {
  const { _handle: handle } = old as Handled
  if (!(old instanceof Socket) || !handle || old.writableLength > 0) return old
  old.setTimeout(0)
  const pieces = new Pieces(memory)
  const read = Buffer.concat([...waitingIn(old)])
  ;(old as Handled)._handle = null
  const socket = new Socket({
    ...({ handle } as object),
    allowHalfOpen: true,
    onread: {
      buffer: pieces.current,
      callback: (length, buffer) => {
        const piece = buffer as Buffer
        pieces.moveOn(length, onBytes(piece.subarray(0, length), piece))
        return true
      },
    },
  })
  if (read.length > 0) socket.unshift(read)
  // Who writes hears of errors by the end of the connection.
  socket.on('error', () => undefined)
  socket.once('close', () => {
    pieces.end()
    old.destroy()
  })
  old.emit('moved', socket)
  return socket
}

function* waitingIn(socket: Socket): Generator<Buffer> {
  for (;;) {
    const read = socket.read() as Buffer | null
    if (!read) return
    yield read
  }
}

const NOTHING = Buffer.alloc(0)
