import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const SCREEN = fileURLToPath(new URL('../../public/pages/screen/', import.meta.url))

type Parts = {
  endOf(event: { code: number; reason: string }, wasReady: boolean): string
  isPassing(end: string): boolean
  pauseBefore(attempt: number): number
  levelFor(present: string, roundTripMs: number): string
  levelWhenBusy(present: string, bytesPerSecond: number): string
  keysymsBetween(before: string, after: string): number[]
  openingOf(service: string): string
}

/** The console's modules are for a browser, so the compiler of the server does not look at them. */
const load = async (name: string): Promise<Parts> => (await import(join(SCREEN, name))) as Parts

describe('a screen that closes', () => {
  it('says the code of a refusal, and never what else somebody wrote there', async () => {
    const { endOf, isPassing } = await load('endings.js')
    expect(endOf({ code: 4403, reason: 'forbidden' }, false)).toBe('forbidden')
    expect(endOf({ code: 4403, reason: '<b>Call this number</b>' }, true)).toBe('connection_lost')
    expect(endOf({ code: 1000, reason: '' }, true)).toBe('host_closed')
    expect(endOf({ code: 1006, reason: '' }, false)).toBe('unreachable')
    expect(['session_killed', 'wrong_pin', 'link_used_up'].some(isPassing)).toBe(false)
  })

  it('is tried again after a second, then more and more slowly, at least twice a minute', async () => {
    const { pauseBefore } = await load('endings.js')
    expect([0, 1, 2, 10].map(pauseBefore)).toEqual([1_000, 2_000, 4_000, 30_000])
  })
})

describe('the quality of a screen', () => {
  it('follows the round trip without going to and fro at a limit', async () => {
    const { levelFor } = await load('quality.js')
    expect([20, 150, 400].map((ms) => levelFor('high', ms))).toEqual(['high', 'medium', 'low'])
    expect(levelFor('medium', 90)).toBe('medium')
    expect(levelFor('low', 240)).toBe('low')
    expect(levelFor('low', 20)).toBe('high')
  })

  it('goes down one step when a line that is never quiet carries little', async () => {
    const { levelWhenBusy } = await load('quality.js')
    expect(levelWhenBusy('high', 100_000)).toBe('medium')
    expect(levelWhenBusy('medium', 100_000)).toBe('low')
    expect(levelWhenBusy('high', 5_000_000)).toBe('high')
  })
})

describe('a keyboard on the glass', () => {
  it('writes letters of any script, and corrects a word from where it differs', async () => {
    const { keysymsBetween } = await load('touch-keyboard.js')
    expect(keysymsBetween('', 'ñ€\n')).toEqual([0xf1, 0x010020ac, 0xff0d])
    expect(keysymsBetween('teh', 'the')).toEqual([0xff08, 0xff08, 0x68, 0x65])
  })
})

describe('a service', () => {
  it('opens by its name, and is connected to when the name says nothing', async () => {
    const { openingOf } = await load('kinds.js')
    expect(['vnc', 'VNC-2', 'ssh', 'rdp', 'web'].map(openingOf)).toEqual([
      'screen',
      'screen',
      'terminal',
      'connect',
      'connect',
    ])
  })
})
