/** HTTP and socat through one `isr connect --listen`: many short connections, long ones, and their ends. */

import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { freePort } from '../support/free-port.ts'
import { hasProgram } from '../support/machine.ts'
import { readSite, startSite } from '../support/real-http.ts'
import { runReal, startReal } from '../support/real-program.ts'
import { portOf, startHost, startIsr, startReached, WAYS } from './connect-parts.ts'

/** A thousand requests through four processes on a machine of two slow cores. */
const SLOW = 120_000

const MANY = 500

const BODY = randomBytes(5_000_000)
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Brings a service at `target` to a local port, by the relay; signed in, so at any rate. */
const bring = async (target: number, way: (typeof WAYS)[number] = 'alone') => {
  const server = await startReached(way)
  const host = await startHost(server.url, `web=127.0.0.1:${target}`, ['--no-pin'], server)
  const controller = startIsr(['connect', host.code, '--server', server.url, '--listen', '0'], {
    env: { ...server.env, ISR_TOKEN: readFileSync(join(server.folder, 'owner-token'), 'utf8').trim() },
  })
  return { port: await portOf(controller), controller, host }
}

describe.skipIf(!hasProgram('python3'))('an HTTP server', () => {
  it.each(WAYS)('answers 500 short connections and 500 requests on kept ones, every body whole, %s', async (way) => {
    const site = await startSite()
    const { port, controller, host } = await bring(site.port, way)
    const both = await Promise.all([
      readSite(port, site, { count: MANY, atOnce: 8, isKept: false }),
      readSite(port, site, { count: MANY, atOnce: 4, isKept: true }),
    ])
    expect(both.map(({ right, wrong }) => ({ right, wrong }))).toEqual([
      { right: MANY, wrong: [] },
      { right: MANY, wrong: [] },
    ])
    expect(both[1].connections).toBe(4)
    // As the terminals of both do when their windows are closed.
    controller.process.kill('SIGHUP')
    expect(await controller.ended).toBe(0)
    await expect.poll(host.out).toMatch(/ended, .* in, .* out/)
    host.process.kill('SIGHUP')
    expect(await host.ended).toBe(0)
  }, SLOW)
})

/** An HTTP server that answers an upload with its hash. */
const startUploads = async (): Promise<number> => {
  const server = createServer((request, response) => {
    const hash = createHash('sha256')
    request.on('data', (chunk: Buffer) => hash.update(chunk))
    request.on('end', () => response.end(`${hash.digest('hex')} by ${request.headers['transfer-encoding']}`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

/** `body` in the chunked coding, in chunks of odd sizes. */
const chunked = (body: Buffer): Buffer => {
  const parts: Buffer[] = []
  for (let at = 0, size = 1; at < body.length; at += size, size = (size * 3 + 1) % 70_001) {
    const part = body.subarray(at, at + size)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

/** Says `input` to a port by socat, which then ends its side only, and returns the answer. */
const socat = (port: number, input: Buffer | string): Promise<Buffer> =>
  // Its own patience after an end is half a second, too little for a busy machine.
  runReal('socat', ['-t', '60', '-', `TCP:127.0.0.1:${port}`], { input })

describe.skipIf(!hasProgram('socat'))('socat', () => {
  it('uploads in chunks, ends its side, and still gets the whole answer', async () => {
    const { port } = await bring(await startUploads())
    const head = 'POST / HTTP/1.1\r\nHost: far\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n'
    const answer = await socat(port, Buffer.concat([Buffer.from(head), chunked(BODY)]))
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer.toString()).toContain(`${hashOf(BODY)} by chunked`)
  }, SLOW)

  it('gets the tail from a server that hangs up with its last byte, and is heard when it ends first', async () => {
    const file = join(makeFolder(), 'body')
    writeFileSync(file, BODY)
    const [giving, hashing] = [await freePort(), await freePort()]
    const serve = (at: number, flag: string, what: string) =>
      startReal('socat', ['-d', '-d', '-t', '60', flag, `TCP-LISTEN:${at},bind=127.0.0.1,fork,reuseaddr`, what])
    const programs = [serve(giving, '-U', `OPEN:${file},rdonly`), serve(hashing, '-b65536', 'SYSTEM:sha256sum')]
    for (const { err } of programs) await expect.poll(err).toContain('listening on')
    const giver = await bring(giving)
    expect((await socat(giver.port, '')).equals(BODY)).toBe(true)
    const hasher = await bring(hashing)
    expect((await socat(hasher.port, BODY)).toString()).toBe(`${hashOf(BODY)}  -\n`)
  }, SLOW)
})
