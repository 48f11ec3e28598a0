/** How parameters, codes, hosts and ports are read, whatever spelling reaches the server. */

import * as fc from 'fast-check'
import { isIPv4, isIPv6 } from 'node:net'
import { describe, expect, it } from 'vitest'
import { codeOf, paramsOf } from '../../src/http/params.ts'
import { canonicalCode, isCode } from '../../src/protocol/code.ts'
import { cleanName, isHost, parsePort } from '../../src/protocol/host.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { hasPython, runPython } from './python.ts'
import { exchange, request } from './raw.ts'

/** A fixed seed: the same cases each run, so that a failure is never a matter of luck. */
const SEED = 20_260_101

const piece = fc.constantFrom(
  'code',
  'host',
  'a',
  'B',
  '1',
  '=',
  '==',
  '&',
  '&&',
  '+',
  ';',
  '?',
  ' ',
  '.',
  '-',
  '_',
  '~',
  '%',
  '%2',
  '%zz',
  '%25',
  '%20',
  '%2B',
  '%26',
  '%3D',
  '%00',
  '%0A',
  '%C3%B1',
  '%c3%b1',
  '%C3',
  '%E2%82',
  '%E2%82%AC',
  '%F0%9F%92%BB',
  '%ED%A0%80',
  '%FF',
  '%EF%BB%BF',
  'Ã±',
  '/',
  ':',
  '"',
)
const queries = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

const NAMES = ['code', 'host', 'a', 'B', '1', 'codecode', 'code1']

describe.skipIf(!hasPython)('next to the older server', () => {
  it('reads parameters as urllib.parse does, except that a blank of spaces is missing', async () => {
    const samples = fc
      .sample(queries, { seed: SEED, numRuns: 600 })
      // URLSearchParams drops a leading question mark; only `/path??…` could show it.
      .filter((query) => !query.startsWith('?'))
    const expected = await runPython<Record<string, string>[]>('parse_qs.py', [], samples)
    for (const [index, query] of samples.entries()) {
      const params = paramsOf(query)
      for (const name of NAMES) {
        const old = expected[index]?.[name]
        if (old !== undefined && old.trim() === '') continue
        expect(params(name), `${name} in ${query}`).toBe(old)
      }
    }
  })
})

it('takes the same code by the short way as by the long one', () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(codeOf(query)).toBe(paramsOf(query)('code'))
      expect(codeOf(`code=${query}`)).toBe(paramsOf(`code=${query}`)('code'))
    }),
    { seed: SEED, numRuns: 2000 },
  )
})

it('takes the first value that is not blank, from the query before any body', () => {
  expect(paramsOf('code=A&code=B')('code')).toBe('A')
  expect(paramsOf('code=&code=B')('code')).toBe('B')
  expect(paramsOf('code=%20%20')('code')).toBeUndefined()
  expect(paramsOf('code=A', 'code=B&host=h')('code')).toBe('A')
  expect(paramsOf('code=', 'code=B')('code')).toBe('B')
})

const ISR_SPELLINGS = [
  'ISR-12345678',
  'isr-12345678',
  'Isr 1234 5678',
  'ISR12345678',
  'isr 12-34-56-78',
  ' ISR-12345678 ',
  'I S R 1 2 3 4 5 6 7 8',
  'isr\t12345678',
  'ISR--12345678',
]

const OTHER_CODES = [
  'ISR-1234567',
  'ISR-123456789',
  'XISR-12345678',
  'ISR_12345678',
  'casa',
  'Casa',
  '12345678',
]

describe('a code', () => {
  it.each(ISR_SPELLINGS)('spelled %j is ISR-12345678', (typed) => {
    expect(canonicalCode(typed)).toBe('ISR-12345678')
  })

  it.each(OTHER_CODES)('spelled %j is compared exactly', (typed) => {
    expect(canonicalCode(typed)).toBe(typed)
  })

  it('has one canonical spelling, and no other string ever turns into an ISR code', () => {
    const separators = fc.constantFrom('', ' ', '-', '\t', '  ', '- ')
    const spelled = fc
      .tuple(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.array(separators, { minLength: 12, maxLength: 12 }),
      )
      .map(([number, gaps]) => {
        const digits = String(number).padStart(8, '0')
        return {
          digits,
          typed: `iSr${digits}`
            .split('')
            .map((char, at) => char + (gaps[at] ?? ''))
            .join(''),
        }
      })
    fc.assert(
      fc.property(spelled, ({ digits, typed }) => {
        expect(canonicalCode(typed)).toBe(`ISR-${digits}`)
      }),
      { seed: SEED },
    )
    const noise = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 300 }))
    fc.assert(
      fc.property(noise, (typed) => {
        const code = canonicalCode(typed)
        expect(canonicalCode(code)).toBe(code)
        expect(code === typed || /^ISR-\d{8}$/.test(code)).toBe(true)
      }),
      { seed: SEED, numRuns: 1000 },
    )
  })

  it('may be registered exactly when it is 1 to 64 printable, well-formed characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (code) => {
        const isSane = code.length >= 1 && code.length <= 64 && code.isWellFormed()
        const isPlain = /^[\p{L}\p{N} ._-]+$/u.test(code)
        const mayBe = isSane && !/\p{Cc}/u.test(code)
        expect(isCode(code)).toBe(isSane && (isPlain || (mayBe && isCode(code))))
      }),
      { seed: SEED, numRuns: 2000 },
    )
  })
})

describe('a host', () => {
  it('of four decimal groups is accepted exactly when it is an IPv4 address', () => {
    const group = fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.integer({ min: 0, max: 99 }).map((n) => `0${n}`),
      fc.constantFrom('', '00', '000'),
    )
    fc.assert(
      fc.property(fc.tuple(group, group, group, group), (groups) => {
        const host = groups.join('.')
        expect([host, isHost(host)]).toEqual([host, isIPv4(host)])
      }),
      { seed: SEED, numRuns: 2000 },
    )
  })

  it('is never an IPv6 address, which existing controllers cannot dial', () => {
    fc.assert(
      fc.property(fc.ipV6(), (host) => {
        expect(isIPv6(host)).toBe(true)
        expect(isHost(host) || isHost(`[${host}]`)).toBe(false)
      }),
      { seed: SEED },
    )
  })

  it('may be any name a resolver takes', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        expect(isHost(host)).toBe(true)
        expect(isHost(`${host}.`)).toBe(true)
      }),
      { seed: SEED },
    )
    for (const host of ['PC-1', 'localhost', 'my_pc', 'münchen.local', '10.0.0.1', '127.0.0.1']) {
      expect([host, isHost(host)]).toEqual([host, true])
    }
  })

  it.each([
    '',
    ' ',
    '.',
    '..',
    'a..b',
    '-a',
    'a-',
    'a b',
    '10.0.0',
    '10.0.0.1.',
    '2130706433',
    '::1',
    'http://a',
    'a/b',
    'a:5900',
    'a@b',
    'a?b',
    '<b>',
    'a\u0000',
    'a\n',
    `${'a'.repeat(64)}.b`,
    `${'a.'.repeat(127)}a`,
    '\u202ea',
    '١٢٧.٠.٠.١ ',
  ])('is not %j', (host) => {
    expect(isHost(host)).toBe(false)
  })
})

describe('a port', () => {
  it('is every whole number from 1 to 65535 and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: -70_000, max: 140_000 }), (port) => {
        const expected = port >= 1 && port <= 65_535 ? port : undefined
        expect(parsePort(port)).toBe(expected)
        expect(parsePort(String(port))).toBe(expected)
        expect(parsePort(` ${port} `)).toBe(expected)
      }),
      { seed: SEED, numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        const port = parsePort(text)
        const number = text === '' ? 5900 : Number(text)
        expect([undefined, number]).toContain(port)
      }),
      { seed: SEED, numRuns: 2000 },
    )
    expect([parsePort(undefined), parsePort('1'), parsePort('65535')]).toEqual([5900, 1, 65_535])
    expect([parsePort(Number.NaN), parsePort(5900.5), parsePort('5 900')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

it('cleans a name to one printable line of at most 128 characters, and only once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const clean = cleanName(name)
      expect(clean.length).toBeLessThanOrEqual(128)
      expect(clean.isWellFormed()).toBe(true)
      expect(clean).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      expect(cleanName(clean)).toBe(clean)
    }),
    { seed: SEED, numRuns: 1000 },
  )
})

const FORM = 'application/x-www-form-urlencoded'

const post = async (
  app: TestApp,
  query: string,
  type: string | undefined,
  body: string | Buffer,
): Promise<[number, Record<string, unknown>]> => {
  const bytes = Buffer.from(body)
  const headers = {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    'Content-Length': String(bytes.length),
  }
  const head = Buffer.from(request('POST', `/register${query}`, headers))
  const answer = await exchange(app.url, Buffer.concat([head, bytes]))
  return [answer.status, JSON.parse(answer.body) as Record<string, unknown>]
}

describe('a body', () => {
  const place = { code: 'B', host: '10.0.0.2', port: 5902 }

  it('may be a form or JSON with the same names', async () => {
    const app = await startTestApp()
    const form = 'code=B&host=10.0.0.2&port=5902'
    expect(await post(app, '', FORM, form)).toMatchObject([200, place])
    expect(await post(app, '', `${FORM}; charset=UTF-8`, form)).toMatchObject([200, place])
    expect(await post(app, '', undefined, form)).toMatchObject([200, place])
    for (const json of [place, { ...place, port: '5902' }, { ...place, extra: { deep: [] } }]) {
      const type = 'application/json;charset=utf-8'
      expect(await post(app, '', type, JSON.stringify(json))).toMatchObject([200, place])
    }
  })

  it('gives way to the query, name by name', async () => {
    const app = await startTestApp()
    const body = 'code=B&host=10.0.0.2&port=5902'
    const expected = { code: 'A', host: '10.0.0.2', port: 1 }
    expect(await post(app, '?code=A&port=1', FORM, body)).toMatchObject([200, expected])
    expect(await post(app, '?code=&host=%20', FORM, body)).toMatchObject([200, place])
    const json = JSON.stringify(place)
    expect(await post(app, '?code=A&port=1', 'application/json', json)).toMatchObject([
      200,
      expected,
    ])
  })

  it('that is no object, or of another kind, is refused in the contract’s shape', async () => {
    const app = await startTestApp()
    for (const body of ['[]', 'null', '"code"', '{', '{"code":', '1']) {
      const [status, answer] = await post(app, '', 'application/json', body)
      expect([status, Object.keys(answer)]).toEqual([400, ['error', 'success', 'error_code']])
    }
    const other = await post(app, '', 'text/plain', 'code=B&host=10.0.0.2')
    expect(other).toMatchObject([415, { success: false, error_code: 'unsupported_media_type' }])
  })

  it('with a port that is neither text nor number is refused, not guessed', async () => {
    const app = await startTestApp()
    for (const port of [true, {}, [5900]]) {
      const answer = await post(app, '', 'application/json', JSON.stringify({ ...place, port }))
      expect(answer, JSON.stringify(port)).toMatchObject([400, { error: 'Puerto inválido' }])
    }
  })

  it('without a port, or with a blank one, means 5900', async () => {
    const app = await startTestApp()
    for (const query of ['?code=P&host=h', '?code=P&host=h&port=', '?code=P&host=h&port=%20']) {
      expect(await post(app, query, undefined, '')).toMatchObject([200, { port: 5900 }])
    }
    const json = JSON.stringify({ ...place, port: null })
    expect(await post(app, '', 'application/json', json)).toMatchObject([200, { port: 5900 }])
  })
})

it('finds one ISR code under all of its spellings, and shows the canonical one', async () => {
  const app = await startTestApp()
  await app.call('/register?code=isr%201234%205678&host=10.0.0.1', { method: 'POST' })
  for (const typed of ISR_SPELLINGS) {
    const found = await app.call(`/resolve?code=${encodeURIComponent(typed)}`)
    expect(await found.json()).toMatchObject({ code: 'ISR-12345678', host: '10.0.0.1' })
  }
  expect((await app.call('/resolve?code=ISR-1234567')).status).toBe(404)
})

it('keeps every custom code apart that is not the same string', async () => {
  const app = await startTestApp()
  const codes = ['casa', 'Casa', 'casa ', ' casa', 'ca sa', 'cåsa', 'ca\u030asa', '%', '%25', '+']
  for (const [index, code] of codes.entries()) {
    const query = new URLSearchParams({ code, host: `10.0.0.${index}` })
    expect((await app.call(`/register?${query.toString()}`, { method: 'POST' })).status).toBe(200)
  }
  for (const [index, code] of codes.entries()) {
    const found = await app.call(`/resolve?${new URLSearchParams({ code }).toString()}`)
    expect(await found.json()).toMatchObject({ code, host: `10.0.0.${index}` })
  }
})
