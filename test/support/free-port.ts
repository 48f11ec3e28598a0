/** Ports for programs that cannot be told to take any free one. */

import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below what Linux, Windows and macOS give to whoever asks for any port (32768, 49152): what is free
 * here stays free until it is used, though other tests connect and listen meanwhile.
 */
const [FIRST, END] = [10_000, 32_768]

const DRAWS = 50

/** A TCP port of this machine that was free a moment ago, and that nobody is given by chance. */
export const freePort = async (): Promise<number> => {
  for (let draw = 0; draw < DRAWS; draw++) {
    const port = randomInt(FIRST, END)
    if (await isFree(port)) return port
  }
  throw new Error(`${DRAWS} ports between ${FIRST} and ${END} are all taken`)
}

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port)
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
