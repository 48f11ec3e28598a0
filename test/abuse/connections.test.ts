/** Holding connections: caps for one address and for all, and whoever comes after. */

import { Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createTrust } from '../../src/http/client-address.ts'
import { createHttpServer } from '../../src/http/server.ts'
import { dial, type Line, request } from '../contract/raw.ts'
import { startTestApp } from '../support/app.ts'
import { BEHIND_PROXY } from './attacker.ts'

/** Whether the server answers on this line, or has hung up. */
const isServed = async (line: Line): Promise<boolean> => {
  line.write(request('GET', '/status'))
  return line.next().then(
    ({ status }) => status === 200,
    () => false,
  )
}

const openOneByOne = async (
  url: string,
  count: number,
): Promise<{ lines: Line[]; served: boolean[] }> => {
  const lines: Line[] = []
  const served: boolean[] = []
  for (let turn = 0; turn < count; turn++) {
    const line = await dial(url)
    lines.push(line)
    served.push(await isServed(line))
  }
  return { lines, served }
}

/** A connection as far as the server can see. */
class FakeSocket extends Duplex {
  readonly remoteAddress: string

  constructor(remoteAddress: string) {
    super()
    this.remoteAddress = remoteAddress
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
  }
}

describe('whoever holds connections', () => {
  it('from one address gets as many as the setting says, and one more when one is closed', async () => {
    const app = await startTestApp(['--max-connections-per-address', '5'])
    const { lines, served } = await openOneByOne(app.url, 7)
    expect(served).toEqual([true, true, true, true, true, false, false])
    const [first] = lines
    first?.socket.end()
    await first?.closed()
    expect(await isServed(await dial(app.url))).toBe(true)
  })

  it('from everywhere gets as many as the setting says', async () => {
    const app = await startTestApp(['--max-connections', '10'])
    const { served } = await openOneByOne(app.url, 12)
    expect(served).toEqual([...Array<boolean>(10).fill(true), false, false])
  })

  it('from many addresses of one IPv6 /64 counts as one', () => {
    const limits = { maxConnections: 100, maxConnectionsPerAddress: 3, isTrustedProxy: () => false }
    const { server } = createHttpServer(limits, () => undefined)
    const sockets = Array.from({ length: 5 }, (_, n) => new FakeSocket(`2001:db8:1:2::${n + 1}`))
    for (const socket of sockets) server.emit('connection', socket)
    const neighbour = new FakeSocket('2001:db8:1:3::1')
    server.emit('connection', neighbour)
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false, false, true, true])
    expect(neighbour.destroyed).toBe(false)
    for (const socket of [...sockets, neighbour]) socket.destroy()
  })

  it('under the IPv6 spelling of an IPv4 address counts as that address', () => {
    const limits = { maxConnections: 100, maxConnectionsPerAddress: 2, isTrustedProxy: () => false }
    const { server } = createHttpServer(limits, () => undefined)
    const spellings = ['203.0.113.7', '::ffff:203.0.113.7', '::ffff:cb00:7107']
    const sockets = spellings.map((address) => new FakeSocket(address))
    for (const socket of sockets) server.emit('connection', socket)
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false, true])
    for (const socket of sockets) socket.destroy()
  })
})

describe('a trusted proxy', () => {
  it('opens as many connections as it has clients', async () => {
    const app = await startTestApp([...BEHIND_PROXY, '--max-connections-per-address', '2'])
    const { served } = await openOneByOne(app.url, 6)
    expect(served).toEqual(Array<boolean>(6).fill(true))
  })

  it('is recognised by its range', () => {
    const isTrusted = createTrust(['10.0.0.0/8'])
    expect([isTrusted('10.255.0.1'), isTrusted('11.0.0.1')]).toEqual([true, false])
  })
})
