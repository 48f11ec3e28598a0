import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ADVICE } from '../../src/protocol/advice.ts'
import { adviceIn } from '../support/advice.ts'

const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))

/** Commands, fields and files, which are the same in every language. */
const marked = (text: string): string[] => (text.match(/`[^`]+`/g) ?? []).toSorted()

describe.each(['es', 'pt'] as const)('the advice of refusals in %s', (language) => {
  it('is there for every code, and for no other', async () => {
    const advice = await adviceIn(language)
    expect(Object.keys(advice).toSorted()).toEqual(Object.keys(ADVICE).toSorted())
    for (const parts of Object.values(advice)) {
      expect(parts).toHaveLength(2)
      for (const part of parts) expect(part).toMatch(/[.?]$/)
    }
  })

  it('names the same commands, fields and files as the English', async () => {
    const named = (all: object): unknown =>
      Object.fromEntries(Object.entries(all).map(([code, parts]) => [code, parts.map(marked)]))
    const advice = await adviceIn(language)
    expect(named({ ...ADVICE, ...advice })).toEqual(named(ADVICE))
  })
})

it('the advice of refusals is loaded by the reference alone, when somebody reads it', () => {
  const modules = readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && !name.startsWith('vendor'),
  )
  const loading = (pattern: RegExp): string[] =>
    modules.filter((name) => pattern.test(readFileSync(join(PUBLIC, name), 'utf8')))
  expect(loading(/import\('[^']*locales\/\w+\/advice\.js'\)\)/)).toEqual(['pages/docs/advice.js'])
  expect(loading(/from '[^']*locales\/\w+\/advice\.js'/)).toEqual([])
  expect(loading(/['/]advice\.js'/).toSorted()).toEqual([
    'locales/es/advice.js',
    'locales/pt/advice.js',
    'pages/docs/advice.js',
    'pages/docs/docs-page.js',
  ])
})
