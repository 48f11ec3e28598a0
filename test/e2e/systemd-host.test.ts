/** The unit file of the host agent under systemd's own tools. */

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { hasProgram } from '../support/machine.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const UNIT = join(ROOT, 'systemd/isr-host.service')

const analyze = (...args: string[]): { status: number | null; text: string } => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  return { status, text: stdout + stderr }
}

describe.skipIf(!hasProgram('systemd-analyze'))('the unit file of the host agent', () => {
  it('is accepted by systemd without a word', () => {
    // systemd looks whether the program is there, so the copy names this checkout.
    const copy = join(makeFolder(), 'isr-host.service')
    writeFileSync(copy, readFileSync(UNIT, 'utf8').replaceAll('/opt/isr', ROOT))
    expect(analyze('verify', '--man=no', copy)).toEqual({ status: 0, text: '' })
  })

  it('exposes less than systemd calls a medium risk', () => {
    const { text } = analyze('security', '--offline=true', '--no-pager', UNIT)
    const exposure = /Overall exposure level for isr-host\.service: ([\d.]+)/.exec(text)?.[1]
    expect(Number(exposure)).toBeLessThan(2)
  })
})
