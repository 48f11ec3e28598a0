import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { REFUSALS } from '../../src/protocol/refusals.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PUBLIC = join(ROOT, 'public')

/** What any one page may weigh until it is shown, gzip, without fonts (of which it has none). */
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

/** What the browser loads for a module: itself and all that it imports without being asked to. */
const closure = (name: string, seen: Set<string> = new Set()): string[] => {
  if (seen.has(name)) return [...seen]
  seen.add(name)
  for (const [, target = ''] of read(name).matchAll(/\bfrom\s*["'](\.[^"']+)["']/g)) {
    closure(posix.join(posix.dirname(name), target), seen)
  }
  return [...seen]
}

/** Together and gzip, each by itself as the server sends it: without its comments. */
const weigh = (names: readonly string[]): number =>
  names.map((name) => gzipSync(withoutComments(read(name))).length).reduce((a, b) => a + b, 0)

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

  it('weigh less than the budget on every page, whichever is opened first', () => {
    const always = ['index.html', 'boot.js', 'favicon.svg', ...closure('main.js')]
    const styles = served.filter((name) => name.endsWith('.css'))
    const languages = ['locales/en.js', 'locales/es.js'].map((name) => weigh(closure(name)))
    const common = weigh(styles) + Math.max(...languages)
    const pages = [...read('routes.js').matchAll(/import\('\.\/([^']+)'\)/g)].map(
      ([, name = '']): [string, number] => {
        return [name, common + weigh([...new Set([...always, ...closure(name)])])]
      },
    )
    const heaviest = pages.toSorted(([, a], [, b]) => b - a)[0]
    const kilobytes = ((heaviest?.[1] ?? 0) / 1024).toFixed(1)
    process.stdout.write(`the heaviest page weighs ${kilobytes} KB gzip: ${heaviest?.[0]}\n`)
    expect(pages.filter(([, bytes]) => bytes > BUDGET_BYTES)).toEqual([])
    expect(pages.length).toBeGreaterThan(2)
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
