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

const AREAS = readdirSync(join(PUBLIC, 'locales', 'en')).map((name) => name.replace('.js', ''))

/** Those that every page loads. */
const EVERYWHERE = ['frame', 'errors']

type Message = string | { one: string; other: string }
type Dictionary = Record<string, Message>

const served = readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(html|js|css|svg)$/.test(name),
)
const ours = served.filter((name) => !name.startsWith('vendor'))
const read = (name: string): string => readFileSync(join(PUBLIC, name), 'utf8')

/** The console's modules are for a browser, so the compiler of the server does not look at them. */
const load = async (name: string): Promise<unknown> => import(join(PUBLIC, name))

/** The sentences of some areas of a language, or of all. */
const dictionary = async (language: 'en' | 'es' | 'pt', areas = AREAS): Promise<Dictionary> => {
  const parts = areas.map(async (area) => {
    const module = (await load(`locales/${language}/${area}.js`)) as Record<string, Dictionary>
    return module[area]
  })
  return Object.assign({}, ...(await Promise.all(parts))) as Dictionary
}

/** Those of the keys that code names, whole or with a value in them: `feed.${state}`. */
const spokenIn = (text: string, keys: readonly string[]): Set<string> => {
  const forms = [...text.matchAll(/`((?:[\w-]+\.)+\$\{[^`]*)`/g)].map(([, form = '']) => {
    const parts = form.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
    return new RegExp(`^${parts.join('[\\w.:-]+?')}$`)
  })
  const isSpoken = (key: string): boolean =>
    text.includes(`'${key}'`) || forms.some((form) => form.test(key))
  return new Set(keys.filter(isSpoken))
}

/** Each page's module and the areas it speaks with, from the table of routes. */
const pages = (): { name: string; areas: string[] }[] =>
  [...read('routes.js').matchAll(/import\('\.\/(pages\/[^']+)'\)((?:, '\w+')*)/g)].map(
    ([, name = '', areas = '']) => ({ name, areas: areas.match(/\w+/g) ?? [] }),
  )

/** Areas that a part of a page loads when it is first shown. */
const areasNeededIn = (text: string): string[] =>
  [...text.matchAll(/needWords\(\[([^\]]*)\]\)/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? [])

/** Comments that begin a line go, their line breaks stay, so line numbers stay true. */
const withoutComments = (text: string): string =>
  text.replace(/^[ \t]*(?:\/\*(?:(?!\*\/)[\s\S])*\*\/[ \t]*$|\/\/.*$)/gm, (comment) =>
    comment.replace(/[^\n]/g, ''),
  )

/** What a module imports at once. */
const AT_ONCE = /\bfrom\s*["'](\.[^"']+)["']/g

/** What it imports at once or later; types are not imported. */
const EVER = /(?:\bfrom\s*|\bawait import\()["'](\.[^"']+)["']/g

/** What the browser loads for a module: itself and all that it imports. */
const closure = (name: string, imports = AT_ONCE, seen: Set<string> = new Set()): string[] => {
  if (seen.has(name)) return [...seen]
  seen.add(name)
  for (const [, target = ''] of read(name).matchAll(imports)) {
    closure(posix.join(posix.dirname(name), target), imports, seen)
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
  it('say the same things in three languages, with the same facts in them', async () => {
    const en = await dictionary('en')
    const facts = ([key, message]: [string, Message]): unknown[] => [key, places(message)]
    for (const language of ['es', 'pt'] as const) {
      const other = await dictionary(language)
      expect(Object.keys(other)).toEqual(Object.keys(en))
      expect(Object.entries(other).map(facts)).toEqual(Object.entries(en).map(facts))
    }
  })

  it('have a sentence for every refusal of the server', async () => {
    const en = await dictionary('en')
    const missing = Object.keys(REFUSALS).filter(
      (code) => !Object.hasOwn(en, `error.${code}`) && !Object.hasOwn(en, `ending.${code}`),
    )
    expect(missing).toEqual([])
  })

  it('use every message that the dictionaries hold', async () => {
    const en = await dictionary('en')
    const code = ours.filter((name) => name.endsWith('.js') && !name.startsWith('locales'))
    const text = code.map(read).join('\n')
    const spoken = spokenIn(text, Object.keys(en))
    expect(Object.keys(en).filter((key) => !spoken.has(key))).toEqual([])
  })

  it('weigh less than the budget on every page, whichever is opened first', () => {
    const always = ['index.html', 'boot.js', 'favicon.svg', ...closure('main.js')]
    // A page brings the stylesheets of its areas; the others are linked.
    const linked = served.filter((name) => read('index.html').includes(`/assets/${name}"`))
    const weights = pages().map(({ name, areas }): [string, number] => {
      const own = areas.map((area) => `styles/${area}.css`).filter((style) => served.includes(style))
      const modules = [...new Set([...always, ...linked, ...own, ...closure(name)])]
      const words = ['en', 'es', 'pt'].map((language) =>
        weigh([...EVERYWHERE, ...areas].map((area) => `locales/${language}/${area}.js`)),
      )
      return [name, weigh(modules) + Math.max(...words)]
    })
    const heaviest = weights.toSorted(([, a], [, b]) => b - a)[0]
    const kilobytes = ((heaviest?.[1] ?? 0) / 1024).toFixed(1)
    process.stdout.write(`the heaviest page weighs ${kilobytes} KB gzip: ${heaviest?.[0]}\n`)
    expect(weights.filter(([, bytes]) => bytes > BUDGET_BYTES)).toEqual([])
    expect(weights.length).toBeGreaterThan(2)
  })

  it('load for each page the sentences that it speaks with', async () => {
    const all = Object.keys(await dictionary('en'))
    const inFrame = new Set(closure('main.js'))
    for (const { name, areas } of [{ name: 'main.js', areas: [] }, ...pages()]) {
      const loaded = name === 'main.js' ? closure(name) : closure(name, EVER)
      const later = loaded.flatMap((each) => areasNeededIn(read(each)))
      const known = Object.keys(await dictionary('en', [...EVERYWHERE, ...areas, ...later]))
      const modules = loaded
        .filter((each) => name === 'main.js' || !inFrame.has(each))
        .filter((each) => !each.startsWith('locales'))
      const text = modules.map(read).join('\n')
      const spoken = spokenIn(text, all)
      const missing = [...spoken].filter((key) => !known.includes(key))
      expect({ name, missing }).toEqual({ name, missing: [] })
    }
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
