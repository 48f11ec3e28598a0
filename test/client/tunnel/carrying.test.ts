import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Readable, type Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import type { Tunnel } from '../../../src/client/tunnel/controller-end.ts'
import { freePort } from '../../support/free-port.ts'
import { echo, openRelayed, startHost, startService } from './ends.ts'

const MIB = 1024 * 1024

/** A piece of random bytes, cut into pieces of random length. */
async function* pieces(of: Buffer, times: number): AsyncGenerator<Buffer> {
  for (let time = 0; time < times; time++) {
    for (let at = 0; at < of.length; ) {
      const end = Math.min(of.length, at + 1 + randomBytes(2).readUInt16LE() * 4)
      yield of.subarray(at, end)
      at = end
    }
  }
}

const hashOf = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of stream) hash.update(chunk)
  return hash.digest('hex')
}

const said = async (tunnel: Tunnel, words: string): Promise<string> => {
  const program = await tunnel.connect()
  program.end(words)
  return text(program)
}

describe('what a tunnel carries', () => {
  it('is 64 MB both ways at once, cut anyhow, and the same at the other end', async () => {
    const [up, down] = [randomBytes(8 * MIB), randomBytes(8 * MIB)]
    const got = Promise.withResolvers<string>()
    const port = await startService((socket) => {
      got.resolve(hashOf(socket))
      void pipeline(Readable.from(pieces(down, 8)), socket)
    })
    const tunnel = await openRelayed(startHost({ echo: port }))
    const program = await tunnel.connect()
    const received = hashOf(program)
    await pipeline(Readable.from(pieces(up, 8)), program, { end: true })
    expect(await got.promise).toBe(await hashOf(Readable.from(pieces(up, 8))))
    expect(await received).toBe(await hashOf(Readable.from(pieces(down, 8))))
    expect(tunnel.carried()).toEqual({ sent: 64 * MIB, received: 64 * MIB })
  }, 60_000)

  it('is half closed in either direction while the other goes on', async () => {
    const port = await startService((socket) => {
      socket.end('bye')
      let heard = ''
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
      socket.on('end', () => last.resolve(heard))
    })
    const last = Promise.withResolvers<string>()
    const tunnel = await openRelayed(startHost({ echo: port }))
    const program = await tunnel.connect()
    expect(await text(program)).toBe('bye')
    program.write('still ')
    program.end('here')
    expect(await last.promise).toBe('still here')
    await expect.poll(() => tunnel.streams).toBe(0)
  })

  it('is cut at one end when it is cut at the other, and never looks like a clean end', async () => {
    const sockets: Socket[] = []
    const port = await startService((socket) => void sockets.push(socket.resume()))
    const tunnel = await openRelayed(startHost({ echo: port }))
    const cutByHost = await tunnel.connect()
    const hostCut = once(cutByHost, 'error')
    cutByHost.resume()
    await expect.poll(() => sockets).toHaveLength(1)
    sockets[0]?.resetAndDestroy()
    expect(String((await hostCut)[0])).toMatch(/the connection was cut/)
    const cutByUs = await tunnel.connect()
    await expect.poll(() => sockets).toHaveLength(2)
    const controllerCut = once(sockets[1] as Socket, 'error')
    cutByUs.destroy()
    expect(await controllerCut).toMatchObject([{ code: 'ECONNRESET' }])
    await expect.poll(() => tunnel.streams).toBe(0)
  })

  it('is 200 short connections, and none is left', async () => {
    const host = startHost({ echo: await startService(echo) })
    const tunnel = await openRelayed(host)
    for (let batch = 0; batch < 10; batch++) {
      const words = Array.from({ length: 20 }, (_, at) => `connection ${batch}-${at}`)
      expect(await Promise.all(words.map((word) => said(tunnel, word)))).toEqual(words)
    }
    await expect.poll(() => tunnel.streams).toBe(0)
  })

  it('goes on beside a program that reads nothing, which costs a bounded amount', async () => {
    const frozen: Socket[] = []
    const port = await startService((socket) => {
      socket.once('data', (first: Buffer) => {
        if (first.toString() === 'frozen') return void frozen.push(socket.pause())
        socket.unshift(first)
        echo(socket)
      })
    })
    const tunnel = await openRelayed(startHost({ echo: port }))
    const stuck = await tunnel.connect()
    stuck.on('error', () => undefined)
    stuck.write('frozen')
    await expect.poll(() => frozen).toHaveLength(1)
    const swallowed = await fill(stuck)
    // The stream's window, and what the kernel takes for a local connection.
    expect(swallowed).toBeLessThan(24 * MIB)
    expect(await said(tunnel, 'hello')).toBe('hello')
    const whole = Buffer.alloc(4 * MIB, 'x').toString()
    expect(await said(tunnel, whole)).toBe(whole)
    stuck.destroy()
  }, 60_000)

  it('is refused with a reason while the service of the host is down', async () => {
    const host = startHost({ echo: await freePort() })
    const tunnel = await openRelayed(host)
    await expect(tunnel.connect()).rejects.toMatchObject({ name: 'ServiceError', code: 'service_down' })
    expect(host.told.map(([what]) => what)).toContain('service down')
    expect(await tunnel.ping()).toBeGreaterThan(0)
  })
})

/** Writes until nothing more is taken while the tunnel is otherwise alive; how much was taken. */
const fill = async (program: Duplex): Promise<number> => {
  const chunk = Buffer.alloc(64 * 1024)
  let taken = 0
  let isFull = false
  while (!isFull) {
    taken += chunk.length
    if (program.write(chunk)) continue
    const drained = once(program, 'drain').then(() => false, () => true)
    isFull = await Promise.race([drained, quiet()])
    if (taken > 64 * MIB) return taken
  }
  return taken
}

/** Resolves after many turns of the event loop in which nothing else resolved first. */
const quiet = async (): Promise<true> => {
  for (let turn = 0; turn < 20_000; turn++) await new Promise((resolve) => setImmediate(resolve))
  return true
}
