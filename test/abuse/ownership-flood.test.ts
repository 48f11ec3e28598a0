/** Ten thousand bad proofs: refused at their price, remembered by nobody, told to the owner. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { dial, type Line, request } from '../contract/raw.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { listed, registerOld, resolved, serverIdOf, SignedHost } from '../registry/signed-host.ts'

const CODE = 'ISR-12345678'

const BAD_PROOFS = 10_000

/** Sent at once by one attacker. */
const AT_ONCE = 50

/** What ten thousand refusals may leave behind; remembering each would take more. */
const MOST_HEAP_BYTES = 12 * 2 ** 20

const heapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

const metric = async (app: TestApp, line: string): Promise<number> => {
  const text = await (await app.call('/metrics')).text()
  return Number(text.split('\n').find((each) => each.startsWith(line))?.split(' ')[1] ?? 0)
}

/** Bytes on a socket: a client that thinks costs more than the server that refuses. */
const putting = (code: string, body: Record<string, unknown>): string => {
  const text = JSON.stringify(body)
  const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) }
  return request('PUT', `/v1/codes/${code}`, headers, text)
}

describe('bad signatures by the thousand', () => {
  it('leave nothing behind, and the owner registers as before', async () => {
    const flags = ['--registers-per-minute', '1000000', '--registers-per-code-per-minute', '1000000']
    const app = await startTestApp(flags)
    const [owner, thief] = [new SignedHost(), new SignedHost()]
    await owner.register(app, { code: CODE })
    const serverId = await serverIdOf(app)
    const lines = await Promise.all(Array.from({ length: AT_ONCE }, () => dial(app.url)))
    const sendBad = async (line: Line): Promise<string> => {
      const bad = thief.body(serverId, { code: CODE, at: app.time.now() + 1 }, { at: 1 })
      line.write(putting(CODE, bad))
      return (await line.next()).body
    }
    const flood = async (count: number): Promise<void> => {
      for (let sent = 0; sent < count; sent += AT_ONCE) {
        const answers = await Promise.all(lines.map(sendBad))
        expect(answers.every((body) => body.includes('"code":"wrong_signature"'))).toBe(true)
      }
    }
    await flood(BAD_PROOFS / 10)
    const before = heapBytes()
    await flood(BAD_PROOFS)
    expect(heapBytes() - before).toBeLessThan(MOST_HEAP_BYTES)
    expect(await listed(app)).toHaveLength(1)
    app.time.advance(1)
    expect(await owner.register(app, { code: CODE, address: '10.0.0.9' })).toMatchObject({ status: 200 })
  }, 120_000)

  it('are not even verified beyond the budget of their address', async () => {
    const app = await startTestApp(['--registers-per-minute', '20'])
    const thief = new SignedHost()
    const codes: string[] = []
    for (let turn = 0; turn < 30; turn++) {
      codes.push((await thief.register(app, { code: CODE }, { code: 'other' })).code)
    }
    expect(codes).toEqual([...Array<string>(20).fill('wrong_signature'), ...Array<string>(10).fill('rate_limited')])
    expect(await metric(app, 'isr_refused_total{reason="wrong_signature"}')).toBe(20)
  })

  it('on codes that nobody has take no room in a full registry', async () => {
    const app = await startTestApp(['--max-codes', '2'])
    const host = new SignedHost()
    for (let turn = 0; turn < 10; turn++) {
      await host.register(app, { code: `free-${turn}` }, { code: 'other' })
    }
    for (const code of ['a', 'b']) expect(await host.register(app, { code })).toMatchObject({ status: 200 })
    expect(await host.register(app, { code: 'c' })).toMatchObject({ status: 503, code: 'registry_full' })
  })
})

describe('codes claimed to fill the registry', () => {
  it('count against --max-codes also when they ran out, and their owners come back', async () => {
    const app = await startTestApp(['--max-codes', '2', '--ttl', '1h'])
    const host = new SignedHost()
    for (const code of ['a', 'b']) await host.register(app, { code })
    app.time.advance(86_400_000)
    await app.sweep()
    expect(await registerOld(app, 'c')).toMatchObject({ status: 503 })
    expect(await host.register(app, { code: 'a' })).toMatchObject({ status: 200 })
    expect(await resolved(app, 'a')).toBe('10.0.0.1')
  })
})

describe('the owner of a code', () => {
  it('reads in the audit who tried to take it and where it was pointed', async () => {
    const app = await startTestApp()
    const owner = new SignedHost()
    const { body } = await owner.register(app, { code: CODE })
    app.time.advance(1)
    await new SignedHost().register(app, { code: CODE })
    await registerOld(app, 'keyless', '10.0.0.1')
    await registerOld(app, 'keyless', '10.0.0.2')
    app.time.advance(60_000)
    const page = await app.callAsOwner('/v1/audit?limit=50')
    const { entries } = (await page.json()) as { entries: Record<string, unknown>[] }
    expect(entries).toContainEqual(
      expect.objectContaining({
        outcome: 'refused',
        reason: 'code_claimed',
        object: { kind: 'host', id: body['id'], name: CODE },
      }),
    )
    expect(JSON.stringify(entries)).toContain('10.0.0.2')
  })
})
