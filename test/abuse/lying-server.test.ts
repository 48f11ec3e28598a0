/** A server that was taken over, towards controllers: what it says about hosts is not what they are. */

import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fingerprintOf } from '../../src/client/known-hosts.ts'
import { knownHosts, startEcho, startIsr } from '../e2e/connect-parts.ts'
import { makeFolder } from '../support/app.ts'

const CODE = 'ISR-12345678'

const newKey = (): string => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''

const OFFER = {
  id: 'ses_aaaaaaaaaaaaaaaaaaaaa',
  code: CODE,
  service: 'echo',
  ticket: `isrx_${'a'.repeat(43)}`,
  candidates: [],
  expiresAt: 2e12,
  time: 1.8e12,
}

type Answer = { readonly status: number; readonly body: object }

/** Answers each path as told; everything else does not exist. */
const startLiar = async (answers: Readonly<Record<string, Answer>>): Promise<string> => {
  const server = createServer((request, response) => {
    const { status, body } = answers[request.url ?? ''] ?? { status: 404, body: {} }
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A home that met the host before, with this key. */
const homeThatKnows = (server: string, key: string): string => {
  const home = makeFolder()
  const file = knownHosts(home)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${server} ${CODE} ${fingerprintOf(key)}\n`, { mode: 0o600 })
  return home
}

const offering = (more: object): Readonly<Record<string, Answer>> => ({
  '/v1/sessions': { status: 201, body: { ...OFFER, hostKey: newKey(), ...more } },
})

describe('a server that was taken over', () => {
  it('cannot call a known host by another code and so have another key taken for new', async () => {
    const server = await startLiar(offering({ code: 'ISR-99999999' }))
    const home = homeThatKnows(server, newKey())
    const controller = startIsr(['connect', '--stdio', CODE, '--server', server], { home })
    expect(await controller.ended).toBe(12)
    expect(controller.err()).toContain('THE KEY OF THE HOST CHANGED')
  }, 30_000)

  it('writes nothing into known_hosts: a key is remembered when its host let us in, not before', async () => {
    const server = await startLiar(offering({ code: `x\n${CODE} SHA256:x` }))
    const home = makeFolder()
    const controller = startIsr(['connect', '--stdio', CODE, '--server', server], { home })
    expect(await controller.ended).not.toBe(0)
    expect(controller.err()).toContain('First time with')
    expect(() => readFileSync(knownHosts(home))).toThrow('ENOENT')
  }, 30_000)

  const echo = async (): Promise<Readonly<Record<string, Answer>>> => {
    const [address = '', port = ''] = (await startEcho()).target.split(':')
    return {
      '/v1/sessions': { status: 409, body: { code: 'no_agent', detail: 'no agent' } },
      '/v1/resolve': { status: 200, body: { address, port: Number(port) } },
    }
  }

  it('cannot have a known host dialled without encryption by saying that it has no agent', async () => {
    const server = await startLiar(await echo())
    const home = homeThatKnows(server, newKey())
    const controller = startIsr(['connect', '--stdio', CODE, '--server', server], { home })
    controller.process.stdin?.end('secret')
    expect([await controller.ended, controller.out()]).toEqual([12, ''])
    expect(controller.err()).toContain('not connecting unencrypted')
    const named = startIsr(['connect', '--stdio', CODE, '--server', server, '--host-key', fingerprintOf(newKey())])
    named.process.stdin?.end('secret')
    expect([await named.ended, named.out()]).toEqual([12, ''])
    const relayed = startIsr(['connect', '--stdio', CODE, '--server', server, '--relay-only'])
    relayed.process.stdin?.end('secret')
    expect([await relayed.ended, relayed.out()]).toEqual([8, ''])
  }, 60_000)

  it.each([
    ['a service that is a command to the terminal', { service: '\u001b]0;x\u0007' }],
    ['another service than the one asked for', { service: 'ssh' }],
    ['a ticket that is another header', { ticket: 'isrx_x\r\nX: y' }],
    ['a key that is none', { hostKey: 7 }],
    ['no id', { id: undefined }],
  ])('is not believed to be one when it offers %s', async (_what, more) => {
    const server = await startLiar(offering(more))
    const controller = startIsr(['connect', '--stdio', CODE, 'echo', '--server', server])
    expect(await controller.ended).toBe(3)
    expect(controller.err()).toContain('not that of an isr server')
    expect(controller.err()).not.toContain('\u001b')
    expect(controller.err()).not.toMatch(/^ {4}at /m)
  }, 30_000)
})
