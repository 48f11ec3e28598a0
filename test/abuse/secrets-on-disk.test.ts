/** Files with secrets that somebody left open to everybody on the machine. */

import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'

const modeOf = (file: string): number => statSync(file).mode & 0o777

describe.skipIf(process.platform === 'win32')('a secret that others could read', () => {
  it.each(['owner-token', 'secret-key'])('is closed at the next start, which says so: %s', async (name) => {
    const folder = makeFolder()
    const first = await startServer([], { folder })
    const file = join(folder, name)
    expect([existsSync(file), modeOf(file)]).toEqual([true, 0o600])
    expect(first.output()).not.toContain('could read this secret')
    await first.stop()
    const secret = readFileSync(file, 'utf8')
    chmodSync(file, 0o644)
    const second = await startServer([], { folder })
    expect(second.output()).toContain('could read this secret')
    expect(second.output()).toContain(file)
    expect(modeOf(file)).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toBe(secret)
    expect(second.output()).not.toContain(secret.trim())
  })

  it('is made readable by its owner only, also over an empty file that is not', async () => {
    const folder = makeFolder()
    const file = join(folder, 'owner-token')
    writeFileSync(file, '', { mode: 0o666 })
    await startServer([], { folder })
    expect(modeOf(file)).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(/^isro_/)
  })
})
