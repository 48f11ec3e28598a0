import * as fc from 'fast-check'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'

const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = 1_800_000_000_000

type Sort = { key: string; isDescending: boolean }
type Parts = {
  stateOf(host: Host, now: number): string
  hasMoved(host: Host, now: number): boolean
  endpointOf(host: Host): string
  filterHosts(hosts: readonly Host[], text: string): Host[]
  createSorter(sort: Sort, language: string): (hosts: Map<string, Host>) => Host[]
  readSort(text: string | null): Sort
  writeSort(sort: Sort): string | null
  withoutTricks(text: string): string
  registerLine(origin: string, host: object): string
  programUrl(here: URL): string
  groupsOf(document: object): { name: string; operations: { id: string }[] }[]
}

/** The console's modules are for a browser, so the compiler of the server does not look at them. */
const load = async (name: string): Promise<Parts> => (await import(join(PUBLIC, name))) as Parts

const host = (changes: Partial<Host> = {}): Host => ({
  id: `host_${changes.code ?? 'x'}`,
  code: 'ISR-12345678',
  name: 'PC-1',
  address: '192.168.1.20',
  port: 5900,
  presence: 'registered',
  presenceAt: null,
  agent: null,
  registeredAt: NOW,
  updatedAt: NOW,
  expiresAt: NOW + 24 * HOUR,
  ownership: 'none',
  state: 'open',
  tags: [],
  keyFingerprint: null,
  previousAddress: null,
  addressChangedAt: null,
  clonedAt: null,
  ...changes,
})

const byId = (hosts: Host[]): Map<string, Host> => new Map(hosts.map((each) => [each.id, each]))

describe('what is said of a host', () => {
  it('is never more than that it registered, until its code is about to end', async () => {
    const { stateOf } = await load('pages/hosts/presence.js')
    expect(stateOf(host(), NOW)).toBe('registered')
    expect(stateOf(host(), NOW + 23 * HOUR - 1)).toBe('registered')
    expect(stateOf(host(), NOW + 23 * HOUR)).toBe('expiring')
    expect(stateOf(host(), NOW + 24 * HOUR - 1)).toBe('expiring')
    expect(stateOf(host(), NOW + 24 * HOUR)).toBe('expired')
    expect(stateOf(host({ state: 'revoked', ownership: 'key' }), NOW)).toBe('revoked')
    const short = host({ expiresAt: NOW + 20 * MINUTE })
    expect(stateOf(short, NOW + 14 * MINUTE)).toBe('registered')
    expect(stateOf(short, NOW + 15 * MINUTE)).toBe('expiring')
  })

  it('is that it was seen, when its lease is over and its code is kept for it', async () => {
    const { stateOf } = await load('pages/hosts/presence.js')
    expect(stateOf(host({ ownership: 'key' }), NOW + 23 * HOUR)).toBe('registered')
    expect(stateOf(host({ ownership: 'key' }), NOW + 24 * HOUR)).toBe('away')
    expect(stateOf(host({ ownership: 'key', presence: 'expired' }), NOW)).toBe('away')
    expect(stateOf(host({ state: 'locked' }), NOW)).toBe('locked')
    expect(stateOf(host({ state: 'locked' }), NOW + 24 * HOUR)).toBe('away')
  })

  it('mentions for a day that an address moved, of a code that nobody owns', async () => {
    const { hasMoved } = await load('pages/hosts/presence.js')
    expect(hasMoved(host({ addressChangedAt: NOW }), NOW + 24 * HOUR - 1)).toBe(true)
    expect(hasMoved(host({ addressChangedAt: NOW }), NOW + 24 * HOUR)).toBe(false)
    expect(hasMoved(host({ addressChangedAt: NOW, ownership: 'key' }), NOW)).toBe(false)
    expect(hasMoved(host(), NOW)).toBe(false)
  })

  it('includes an address as one writes it', async () => {
    const { endpointOf } = await load('pages/hosts/presence.js')
    expect(endpointOf(host())).toBe('192.168.1.20:5900')
    expect(endpointOf(host({ address: '2001:db8::1' }))).toBe('[2001:db8::1]:5900')
  })
})

describe('the filter of hosts', () => {
  const hosts = [
    host({ code: 'ISR-12345678', name: 'Almacén' }),
    host({ code: 'ISR-11112222', name: 'Front desk', address: '10.0.0.9' }),
    host({ code: 'my own code', name: 'X', tags: ['oficina', 'planta 2'] }),
  ]

  it.each([
    ['almacen', ['ISR-12345678']],
    ['isr 1234 5678', ['ISR-12345678']],
    ['ISR1234', ['ISR-12345678']],
    ['desk 10.0', ['ISR-11112222']],
    ['10.0.0.9:5900', ['ISR-11112222']],
    ['own CODE', ['my own code']],
    ['planta 2', ['my own code']],
    ['  ', ['ISR-12345678', 'ISR-11112222', 'my own code']],
    ['nothing', []],
  ])('finds by %j', async (text, codes) => {
    const { filterHosts } = await load('pages/hosts/search.js')
    expect(filterHosts(hosts, text).map(({ code }) => code)).toEqual(codes)
  })

  it('takes any text without failing, and never finds more than there is', async () => {
    const { filterHosts } = await load('pages/hosts/search.js')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (name, text) => {
        const named = [...hosts, host({ code: 'n', name })]
        expect(named).toEqual(expect.arrayContaining([...filterHosts(named, text)]))
        expect(filterHosts([host({ name })], name)).toHaveLength(1)
      }),
    )
  })
})

describe('the order of hosts', () => {
  it('is the same whether it is made at once or change by change', async () => {
    const { createSorter } = await load('pages/hosts/search.js')
    const anyHost = fc.record({
      id: fc.integer({ min: 0, max: 20 }).map((number) => `host_${number}`),
      name: fc.string({ maxLength: 4 }),
      updatedAt: fc.integer({ min: NOW, max: NOW + 5 }),
      port: fc.integer({ min: 1, max: 65_535 }),
    })
    const anySort = fc.record({
      key: fc.constantFrom('state', 'code', 'name', 'address', 'updated', 'registered'),
      isDescending: fc.boolean(),
    })
    fc.assert(
      fc.property(anySort, fc.array(fc.array(anyHost), { maxLength: 5 }), (sort, steps) => {
        const stepwise = createSorter(sort, 'es')
        for (const step of steps) {
          const hosts = byId(step.map((changes) => host(changes)))
          expect(stepwise(hosts)).toEqual(createSorter(sort, 'es')(hosts))
        }
      }),
    )
  })

  it('takes numbers as numbers', async () => {
    const { createSorter } = await load('pages/hosts/search.js')
    const hosts = byId([
      host({ id: 'a', name: 'PC-10', address: '10.0.0.10' }),
      host({ id: 'b', name: 'pc-9', address: '10.0.0.9' }),
    ])
    for (const key of ['name', 'address']) {
      const sorted = createSorter({ key, isDescending: false }, 'en')(hosts)
      expect(sorted.map(({ id }) => id)).toEqual(['b', 'a'])
    }
  })

  it('is read from the address, where nonsense is the default', async () => {
    const { readSort, writeSort } = await load('pages/hosts/search.js')
    expect(readSort('name')).toEqual({ key: 'name', isDescending: false })
    expect(writeSort(readSort('-code'))).toBe('-code')
    for (const text of [null, '', '-updated', 'constructor', '-__proto__']) {
      expect(writeSort(readSort(text))).toBe(null)
    }
  })
})

describe('text that a host reports', () => {
  it('cannot hide or turn anything around', async () => {
    const { withoutTricks } = await load('frame/reported.js')
    expect(withoutTricks('PC-1 <b>')).toBe('PC-1 <b>')
    expect(withoutTricks('inv\u202efdp.exe')).toBe('inv[U+202E]fdp.exe')
    expect(withoutTricks('a\u200bb\u{e0041}')).toBe('a[U+200B]b[U+E0041]')
    expect(withoutTricks('👩‍👩‍👧')).toBe('👩‍👩‍👧')
  })

  it('stays inside the quotes of a command line', async () => {
    const { registerLine } = await load('pages/commands.js')
    fc.assert(
      fc.property(fc.string(), fc.string(), (code, name) => {
        const line = registerLine('http://h:1', { code, address: 'a', port: 1, name })
        expect(line).toMatch(/^curl -X POST "http:\/\/h:1\/register\?[\w.~%=&-]+"$/)
        const query = new URL(line.slice(line.indexOf('"') + 1, -1)).searchParams
        expect([query.get('code'), query.get('name')]).toEqual([code, name])
      }),
    )
  })
})

describe('the address for older programs', () => {
  it('is plain http, on port 8080 where the console itself is behind https', async () => {
    const { programUrl } = await load('pages/commands.js')
    expect(programUrl(new URL('http://10.0.0.1:8080/docs'))).toBe('http://10.0.0.1:8080')
    expect(programUrl(new URL('https://isr.example.org/'))).toBe('http://isr.example.org:8080')
    expect(programUrl(new URL('https://[2001:db8::1]/'))).toBe('http://[2001:db8::1]:8080')
  })
})

describe('the reader of the OpenAPI file', () => {
  it('takes a file that refers to itself, and one that has nothing', async () => {
    const { groupsOf } = await load('pages/docs/openapi.js')
    expect(groupsOf({})).toEqual([])
    const loop = { type: 'object', properties: { again: { $ref: '#/components/schemas/Loop' } } }
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Loop' } } }
    const call = { operationId: 'loop', tags: ['x'], responses: { 200: { description: '', content } } }
    const document = { paths: { '/loop': { get: call } }, components: { schemas: { Loop: loop } } }
    expect(groupsOf(document)).toMatchObject([{ name: 'x', operations: [{ id: 'loop' }] }])
  })
})
