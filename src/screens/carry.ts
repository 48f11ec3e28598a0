/**
 * Bytes between a page and a program at the host, with backpressure both ways: a page that does not
 * read stops the program, and a program that does not read stops the page.
 */

import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** Bytes that wait for the page above which the program is not read, and at which it is again. */
const HIGH_MARK = 256 * 1024
const LOW_MARK = 64 * 1024

/** Sends what the program says to the page; `look` sees it first. */
export const toPage = (program: Duplex, socket: WebSocket, look?: (bytes: Buffer) => void): void => {
  program.on('data', (bytes: Buffer) => {
    if (socket.readyState !== socket.OPEN) return
    look?.(bytes)
    socket.send(bytes, () => {
      if (program.isPaused() && socket.bufferedAmount <= LOW_MARK) program.resume()
    })
    if (socket.bufferedAmount > HIGH_MARK) program.pause()
  })
}

/** Makes what gives a page's bytes to the program. */
export const toProgram = (socket: WebSocket, program: Duplex): ((bytes: Buffer) => void) => {
  const resume = (): void => socket.resume()
  return (bytes) => {
    if (bytes.length === 0 || program.destroyed || program.writableEnded) return
    if (program.write(bytes) || socket.isPaused) return
    socket.pause()
    program.once('drain', resume)
  }
}
