import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { REFUSALS } from '../../src/protocol/refusals.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PUBLIC = join(ROOT, 'public')

/** What the whole console may weigh, gzip, without fonts (of which it has none). */
const BUDGET_BYTES = 60 * 1024

type Message = string | { one: string; other: string }
type Dictionary = Record<string, Message>

const served = readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(html|js|css|svg)$/.test(name),
)
const ours = served.filter((name) => !name.startsWith('vendor'))
const read = (name: string): string => readFileSync(join(PUBLIC, name), 'utf8')

/** The console's modules are for a browser, so the compiler of the server does not look at them. */
const load = async (name: string): Promise<unknown> => import(join(PUBLIC, name))

/** Comments that begin a line go, their line breaks stay, so line numbers stay true. */
const withoutComments = (text: string): string =>
  text.replace(/^[ \t]*(?:\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*$|\/\/.*$)/gm, (comment) =>
    comment.replace(/[^\n]/g, ''),
  )

const places = (message: Message): string[] => {
  const forms = typeof message === 'string' ? [message] : [message.one, message.other]
  return [...new Set(forms.flatMap((form) => form.match(/\{\w+\}/g) ?? []))].toSorted()
}

describe('the files of the console', () => {
  it('say the same things in both languages, with the same facts in them', async () => {
    const { en } = (await load('locales/en.js')) as { en: Dictionary }
    const { es } = (await load('locales/es.js')) as { es: Dictionary }
    expect(Object.keys(es)).toEqual(Object.keys(en))
    const facts = ([key, message]: [string, Message]): unknown[] => [key, places(message)]
    expect(Object.entries(es).map(facts)).toEqual(Object.entries(en).map(facts))
  })

  it('have a sentence for every refusal of the server', async () => {
    const { en } = (await load('locales/en.js')) as { en: Dictionary }
    const missing = Object.keys(REFUSALS).filter((code) => !Object.hasOwn(en, `error.${code}`))
    expect(missing).toEqual([])
  })

  it('use every message that the dictionaries hold', async () => {
    const { en } = (await load('locales/en.js')) as { en: Dictionary }
    const code = ours.filter((name) => name.endsWith('.js') && !name.startsWith('locales'))
    const text = code.map(read).join('\n')
    const isUsed = (key: string): boolean => {
      if (text.includes(`'${key}'`)) return true
      // Some keys end in a value: `feed.${state}`.
      return text.includes(`\`${key.slice(0, key.lastIndexOf('.'))}.\${`)
    }
    expect(Object.keys(en).filter((key) => !isUsed(key))).toEqual([])
  })

  it('weigh less than the budget, their comments aside', () => {
    const weigh = (change: (text: string) => string): number =>
      served.map((name) => gzipSync(change(read(name))).length).reduce((a, b) => a + b, 0)
    const whole = weigh((text) => text)
    const bare = weigh(withoutComments)
    const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(1)
    process.stdout.write(
      `the console weighs ${kilobytes(bare)} KB gzip, with its comments ${kilobytes(whole)} KB\n`,
    )
    expect(bare).toBeLessThan(BUDGET_BYTES)
  })

  it('hold nothing that their own policy would refuse, and no way to make markup of text', () => {
    const html = read('index.html')
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/)
    const sinks = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/
    expect(ours.filter((name) => name.endsWith('.js') && sinks.test(read(name)))).toEqual([])
  })

  it('name only files that are there', () => {
    const named = [...read('index.html').matchAll(/(?:href|src)="\/assets\/([^"]+)"/g)]
    expect(named.length).toBeGreaterThan(5)
    for (const [, name] of named) expect(served).toContain(name)
  })

  it('keep the vendored modules equal to what npm installed', () => {
    const check = join(ROOT, '.ci', 'vendor.mjs')
    expect(execFileSync(process.execPath, [check, '--check'], { encoding: 'utf8' })).toContain(
      'public/vendor holds',
    )
  })
})
