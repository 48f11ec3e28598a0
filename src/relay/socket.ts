/**
 * The WebSockets of the relay: no compression (what they carry is ciphertext), small limits, and a
 * named reason also where the framing itself is wrong, for which `ws` would send a bare number.
 */

import { WebSocket, WebSocketServer } from 'ws'
import { closeCodeOf } from '../protocol/closing.ts'
import type { RefusalCode } from '../protocol/refusals.ts'

/** Longest frame, bytes; our own clients send 64 KiB. */
const MAX_FRAME_BYTES = 1024 * 1024

/** Frames one message may be cut into; our own clients do not cut. */
const MAX_FRAGMENTS = 16

/** Reads one frame may arrive in: 1 MiB in the smallest segments that IPv4 asks for (536 bytes). */
const MAX_READS_PER_FRAME = 4096

/** Pings of a client that wait for their answer to be sent; more end the connection. */
const MAX_PENDING_PONGS = 8

/** However slowly an end takes the rest of its queue, this is the end of it, milliseconds. */
const CLOSE_WITHIN_MS = 45_000

const LIMITS = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  skipUTF8Validation: false,
  maxPayload: MAX_FRAME_BYTES,
  maxFragments: MAX_FRAGMENTS,
  maxBufferedChunks: MAX_READS_PER_FRAME,
  maxPendingAutoPongs: MAX_PENDING_PONGS,
  closeTimeout: CLOSE_WITHIN_MS,
}

/** Status codes with which `ws` ends a connection whose frames are wrong (RFC 6455, 7.4.1). */
const FAULTS: Readonly<Record<number, RefusalCode>> = {
  1002: 'malformed_request',
  1007: 'malformed_request',
  1008: 'malformed_request',
  1009: 'body_too_large',
}

/** What a fault that `ws` reports is called in the catalogue. */
export const refusalOfFault = (error: Error): RefusalCode =>
  'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'
    ? 'body_too_large'
    : 'malformed_request'

class NamingSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    const fault = reason === undefined && code !== undefined ? FAULTS[code] : undefined
    if (fault === undefined) super.close(code, reason)
    else super.close(closeCodeOf(fault), fault)
  }
}

/**
 * Takes upgrades over; it listens nowhere itself. `ws` stops the socket around each read, as 64 KiB
 * fill its parser; what a larger parser does to CPU and to latency was never measured on a quiet
 * machine, so this is how `ws` comes.
 */
export const createDoor = () => new WebSocketServer({ ...LIMITS, WebSocket: NamingSocket })
