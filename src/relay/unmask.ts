/**
 * Takes a client's mask off its payload (RFC 6455, 5.3), in place. By `bufferutil` where it came
 * compiled for this machine, which is three times as fast as what JavaScript can do.
 */

import { createRequire } from 'node:module'

type Native = { readonly unmask: (payload: Buffer, mask: Buffer) => void }

/** Below this the way into native code costs more than it saves, bytes; `ws` counts the same. */
const NATIVE_FROM = 32

const load = (): Native | undefined => {
  const require = createRequire(import.meta.url)
  try {
    const found = require('bufferutil') as Native
    // Its own fallback goes byte by byte; ours takes four at a time.
    return found === require('bufferutil/fallback.js') ? undefined : found
  } catch {
    return undefined
  }
}

const native = load()
const maskBytes = Buffer.alloc(4)

/**
 * XORs the bytes with the mask, its first byte lowest; returns the mask as it is for the byte behind
 * them, because a payload may come in pieces.
 */
export const unmask = (data: Buffer, at: number, length: number, mask: number): number => {
  if (native && length >= NATIVE_FROM) {
    maskBytes.writeInt32LE(mask)
    native.unmask(data.subarray(at, at + length), maskBytes)
  } else unmaskHere(data, at, at + length, mask)
  return turned(mask, length)
}

/** The same in JavaScript, for machines that `bufferutil` was not compiled for. */
export const unmaskHere = (data: Buffer, from: number, to: number, mask: number): void => {
  // Four bytes at once must begin at a multiple of four of the memory that the buffer is a part of.
  const skipped = Math.min(to - from, -(data.byteOffset + from) & 3)
  unmaskBytes(data, from, from + skipped, mask)
  const at = from + skipped
  const count = (to - at) >> 2
  const turnedMask = turned(mask, skipped)
  if (count > 0) {
    const view = new Int32Array(data.buffer, data.byteOffset + at, count)
    for (let index = 0; index < count; index++) view[index] = (view[index] ?? 0) ^ turnedMask
  }
  unmaskBytes(data, at + count * 4, to, turnedMask)
}

const unmaskBytes = (data: Buffer, from: number, to: number, mask: number): void => {
  for (let at = from; at < to; at++) {
    data[at] = (data[at] ?? 0) ^ (mask >>> (((at - from) & 3) * 8))
  }
}

/** The mask for the byte that is so many further. */
const turned = (mask: number, bytes: number): number => {
  const bits = (bytes & 3) * 8
  return bits === 0 ? mask : (mask >>> bits) | (mask << (32 - bits))
}
