import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'

const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))
const DAY = 86_400_000

type Filter = Record<string, string>
type Change = { name: string; before: string | null; after: string | null }
type Parts = {
  readFilter(query: URLSearchParams): Filter
  paramsOf(filter: Filter): URLSearchParams
  exportHref(filter: Filter, format: string): string
  changesOf(before: object | null, after: object | null): Change[]
  actions: readonly string[]
}

/** The console's modules are for a browser, so the compiler of the server does not look at them. */
const load = async (name: string): Promise<Parts> => (await import(join(PUBLIC, name))) as Parts

describe('the filter of the audit', () => {
  it('is read from the address, where nonsense is no filter', async () => {
    const { readFilter } = await load('pages/audit/audit-query.js')
    const read = (text: string): Filter => readFilter(new URLSearchParams(text))
    expect(read('q=a&action=host.locked&outcome=refused&from=2026-11-21')).toEqual({
      q: 'a',
      action: 'host.locked',
      outcome: 'refused',
      from: '2026-11-21',
    })
    expect(read('outcome=perhaps&from=yesterday&until=2026-13-45&host=x&q=')).toEqual({})
  })

  it('asks for whole days of the reader, the last one included', async () => {
    const { paramsOf } = await load('pages/audit/audit-query.js')
    const params = paramsOf({ from: '2026-11-21', until: '2026-11-21' })
    const from = new Date(2026, 10, 21).getTime()
    expect(params.get('from')).toBe(String(from))
    expect(params.get('until')).toBe(String(from + DAY - 1))
  })

  it('is the same for what is seen and for what is exported', async () => {
    const { exportHref, paramsOf } = await load('pages/audit/audit-query.js')
    const filter = { q: 'a&b=c', actor: 'person_1', from: '2026-01-01' }
    const asked = new URL(exportHref(filter, 'csv'), 'http://x').searchParams
    expect(asked.get('format')).toBe('csv')
    for (const [name, value] of paramsOf(filter)) expect(asked.get(name)).toBe(value)
  })
})

describe('what an act changed', () => {
  it('is told fact by fact, also where a fact came or went', async () => {
    const { changesOf } = await load('pages/audit/audit-query.js')
    expect(changesOf({ role: 'viewer', old: 1 }, { role: 'admin', tags: ['a'] })).toEqual([
      { name: 'role', before: 'viewer', after: 'admin' },
      { name: 'old', before: '1', after: null },
      { name: 'tags', before: null, after: '["a"]' },
    ])
    expect(changesOf(null, null)).toEqual([])
    expect(changesOf({ a: null }, { a: 'x' })).toEqual([{ name: 'a', before: null, after: 'x' }])
  })
})

describe('the acts that the audit can be filtered by', () => {
  it('are all that the routes of the server declare, with words in every language', async () => {
    const { actions } = await load('pages/audit/actions.js')
    const app = await startTestApp()
    const file = (await (await app.call('/v1/openapi.json')).json()) as {
      paths: Record<string, Record<string, { 'x-audit'?: string }>>
    }
    const declared = Object.values(file.paths).flatMap((item) =>
      Object.values(item).flatMap((operation) => operation['x-audit'] ?? []),
    )
    expect(declared.length).toBeGreaterThan(20)
    expect(declared.filter((action) => !actions.includes(action))).toEqual([])
    for (const language of ['en', 'es', 'pt']) {
      const { audit } = (await import(join(PUBLIC, `locales/${language}/audit.js`))) as {
        audit: Record<string, string>
      }
      expect(actions.filter((action) => !audit[`act.${action}`])).toEqual([])
    }
  })
})
