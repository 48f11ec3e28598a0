import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readArguments, refuseSecrets } from '../../src/cli/arguments.ts'
import { languageOf, printable, printableJson, shownInstant, table, widthOf } from '../../src/cli/terminal.ts'

/** What terminals obey: C0 and C1 controls, and what turns the direction of text. */
// oxlint-disable-next-line no-control-regex -- looking for control characters is the purpose
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

const HOSTILE = [
  '\u001b[2J\u001b[1;1Hroot@server:~# ',
  '\u001b]0;title\u0007',
  '\u001b]52;c;cm0gLXJmIH4=\u0007',
  '\u009b31mred',
  'safe\rEVIL',
  'line\nfeed',
  '\u202egnp.exe',
  '\u0000',
  '\ud800 alone',
  '\u{e0041}tag',
]

describe('a table on a terminal', () => {
  it('obeys no name that a host reports', () => {
    for (const name of HOSTILE) {
      const text = table(['NAME', 'CODE'], [[name, 'ISR-12345678']])
      expect(text, JSON.stringify(name)).not.toMatch(OBEYED)
      expect(text.split('\n')).toHaveLength(2)
      expect(text.isWellFormed()).toBe(true)
    }
  })

  it('obeys nothing at all, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (cells) => {
        expect(table(cells, [cells])).not.toMatch(OBEYED)
        expect(printableJson(cells)).not.toMatch(OBEYED)
        expect(JSON.parse(printableJson(cells))).toEqual(cells)
      }),
    )
  })

  it('is aligned, also with wide and combining characters', () => {
    const lines = table(['A', 'B'], [['漢字', 'x'], ['e\u0301', 'x'], ['🙂', 'x'], ['plain', 'x']]).split('\n')
    const columns = lines.slice(1).map((line) => widthOf(line.slice(0, line.lastIndexOf('x'))))
    expect(new Set(columns)).toEqual(new Set([7]))
  })

  it('leaves what people write as it is', () => {
    for (const name of ['Recepción ñ', '漢字', 'a–b “c”', '🙂', '100 %']) expect(printable(name)).toBe(name)
  })
})

it('shows an instant, or that there is none', () => {
  expect(shownInstant(1_767_225_600_000)).toMatch(/^202[56]-\d\d-\d\d \d\d:\d\d$/)
  for (const none of [null, undefined, 0, Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
    expect(shownInstant(none)).toBe('-')
  }
})

it('speaks Spanish where it is asked to, or where the computer does', () => {
  expect(languageOf('es', {})).toBe('es')
  expect(languageOf('en', { LANG: 'es_ES.UTF-8' })).toBe('en')
  expect(languageOf(undefined, { LANG: 'es_ES.UTF-8' })).toBe('es')
  expect(languageOf(undefined, { LC_ALL: 'en_GB', LANG: 'es_ES.UTF-8' })).toBe('en')
  expect(languageOf(undefined, {})).toBe('en')
})

describe('arguments', () => {
  it('are flags, switches and the rest, in any order', () => {
    const known = { q: 'value', yes: 'switch' } as const
    const expected = { values: { q: '--x' }, rest: ['lock', 'code'] }
    expect(readArguments(['lock', '--q=--x', '--yes', 'code'], known)).toMatchObject(expected)
    expect(readArguments(['--yes'], known).switches.has('yes')).toBe(true)
    for (const wrong of [['--q'], ['--q', '--yes'], ['--q='], ['--yes=1'], ['--nope'], ['--__proto__']]) {
      expect(() => readArguments(wrong, known), wrong.join(' ')).toThrow(/--/)
    }
  })

  it('are refused when one is a secret of ours, in any place', () => {
    const secret = `isrp_${'x'.repeat(49)}`
    for (const args of [[secret], ['--token', secret], [`--token=${secret}`], [`http://x/?t=${secret}`]]) {
      expect(() => refuseSecrets(args)).toThrow(/command line/)
    }
    refuseSecrets(['ISR-12345678', 'host_V1StGXR8_Z5jdHi6B-myT', 'tok_V1StGXR8_Z5jdHi6B-myT', 'isr_x'])
  })
})
