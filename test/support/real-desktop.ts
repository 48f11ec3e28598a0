/** The two small programs of the old desktop's shape, started as the real ones are. */

import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { type RealProgram, startReal } from './real-program.ts'

const fileOf = (name: string): string => fileURLToPath(new URL(`desktop/${name}`, import.meta.url))

/** Starts a host, which listens on `port` until the test ends. */
export const startDesktop = async (): Promise<{ port: number; err(): string }> => {
  const host = startReal(process.execPath, [fileOf('host.ts'), '0'])
  await expect.poll(() => host.out().toString() + host.err()).toMatch(/^listening on \d+\n$/)
  return { port: Number(host.out().toString().split(' ').at(-1)), err: host.err }
}

/** What a viewer saw from its hello to its bye. */
export type Seen = {
  frames: number
  bytes: number
  largest: number
  /** Bytes of frames that were on their way when it said bye. */
  late: number
  inputs: number
  unseen: number
  isWelcome: boolean
  isBye: boolean
}

/** Starts a viewer on `port` that stays for `frames`. */
export const startDesktopViewer = (port: number, frames: number): RealProgram =>
  startReal(process.execPath, [fileOf('viewer.ts'), String(port), String(frames)])

/** What a viewer saw, once it ended well. */
export const seenBy = async (viewer: RealProgram): Promise<Seen> => {
  const code = await viewer.ended
  expect([code, viewer.err()]).toEqual([0, ''])
  return JSON.parse(viewer.out().toString()) as Seen
}
