/** The documents: what they link to is there, and so are the pictures. */

import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { isAtLeast, PERMISSIONS, ROLES } from '../src/protocol/actor.ts'
import { REFUSALS } from '../src/protocol/refusals.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

const FILES = globSync(['*.md', 'docs/*.md', 'bench/*.md'], { cwd: ROOT })

/** Largest picture, bytes; `npm run screenshots` keeps to it as well. */
const MAX_PICTURE_BYTES = 150 * 1024

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Without code, in which brackets mean something else. */
const prose = (file: string): string => read(file).replaceAll(/```[^]*?```/g, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ''))

/** The anchors that a file has, as the sites that show Markdown make them. */
const anchorsOf = (file: string): Set<string> => {
  const headings = [...prose(file).matchAll(/^#{1,6} (.+)$/gm)].map(([, text = '']) =>
    text.toLowerCase().replaceAll(/<[^>]*>|[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'),
  )
  const named = [...read(file).matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
  return new Set([...headings, ...named])
}

const linksOf = (file: string): string[] =>
  [...prose(file).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, picture]) => link ?? picture ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))

describe('the documents', () => {
  it('link to files and headings that there are', () => {
    const broken = FILES.flatMap((file) =>
      linksOf(file)
        .filter((link) => {
          const [path = '', anchor] = link.split('#')
          const target = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path))
          if (!existsSync(join(ROOT, target))) return true
          return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor)
        })
        .map((link) => `${file}: ${link}`),
    )
    expect(broken).toEqual([])
  })

  it('name every part of the READMEs in its table of contents', () => {
    for (const file of ['README.md', 'README.es.md']) {
      const parts = [...prose(file).matchAll(/^## (.+)$/gm)].length
      const named = new Set(linksOf(file).filter((link) => link.startsWith('#')))
      expect({ file, named: named.size }).toEqual({ file, named: expect.toSatisfy((n) => n >= parts) })
    }
  })

  it('say of every refusal why it comes', () => {
    const anchors = anchorsOf('docs/errors.md')
    expect(Object.keys(REFUSALS).filter((code) => !anchors.has(`error-${code}`))).toEqual([])
  })

  it('give each role the permissions that it has', () => {
    const rows = [...read('docs/sign-in.md').matchAll(/^\| `(\w+:\w+)` \|(.+)\|$/gm)].map(
      ([, name = '', cells = '']) => [name, cells.split('|').map((cell) => cell.trim() === 'yes')],
    )
    const had = Object.entries(PERMISSIONS).map(([name, least]) => [
      name,
      ROLES.map((role) => isAtLeast(role, least)),
    ])
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(had))
  })

  it('show pictures that are small, with words for who does not see them', () => {
    const pictures = FILES.flatMap((file) =>
      [...read(file).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', path = '']) => ({ file, alt, path })),
    )
    expect(pictures.length).toBeGreaterThan(5)
    expect(pictures.filter(({ alt }) => alt.length < 20)).toEqual([])
    for (const name of globSync('docs/images/*.png', { cwd: ROOT })) {
      expect({ name, bytes: statSync(join(ROOT, name)).size }).toEqual({ name, bytes: expect.toSatisfy((n) => n <= MAX_PICTURE_BYTES) })
    }
  })
})
