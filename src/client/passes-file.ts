/**
 * The passes of this person's controller, beside the known hosts: one host a line, the fingerprint of
 * its key and what it gave us when we knew its PIN. A pass is a convenience for the day on which
 * strangers guess: a file that cannot be read or written, or that others may read, is as good as none.
 */

import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { configFolder, refuseExposed, writePrivately } from './credentials.ts'
import { fingerprintOf, locked } from './known-hosts.ts'
import type { KeptPasses } from './tunnel/letting-in.ts'
import { isPass } from './tunnel/passes.ts'

/** Hosts remembered, 120 bytes each; the one that was met first goes first. */
const MAX_HOSTS = 1000

/** Where passes are kept. */
export const passesFile = (env: NodeJS.ProcessEnv): string => join(configFolder(env), 'passes')

/** The passes in a file. */
export const createKeptPasses = (file: string, clock: Clock): KeptPasses => ({
  of(hostKey) {
    const fingerprint = fingerprintOf(hostKey)
    const line = read(file).find((each) => each.startsWith(`${fingerprint} `))
    const pass = line?.slice(fingerprint.length + 1)
    return isPass(pass) ? pass : undefined
  },

  keep(hostKey, pass) {
    const fingerprint = fingerprintOf(hostKey)
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      locked(file, clock, () => {
        const others = read(file).filter((line) => !line.startsWith(`${fingerprint} `))
        const lines = [...others, `${fingerprint} ${pass}`].slice(-MAX_HOSTS)
        writePrivately(file, `${lines.join('\n')}\n`)
      })
    } catch {
      // Whoever is being let in now must not be kept out for want of a pass for later.
    }
  },
})

const read = (file: string): string[] => {
  try {
    refuseExposed(file)
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}
