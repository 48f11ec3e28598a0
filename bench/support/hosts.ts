/** Hosts that keep a control channel, by the thousand, and sessions with them. */

import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { WebSocket } from 'ws'
import { prove } from '../../src/client/host-key.ts'
import { newId } from '../../src/platform/ids.ts'
import { CONTROL_PATH, RELAY_PATH, type ServerMessage } from '../../src/protocol/control.ts'
import type { SessionOffer } from '../../src/protocol/session.ts'
import { codeOf } from './codes.ts'

/** Hosts that say hello at once: below what the server takes of one address. */
const AT_ONCE = 100

/** Flags under which one address may be ten thousand hosts. */
export const MANY_HOSTS = ['--max-connections', '60000', '--max-connections-per-address', '60000']

/** Linux gives memory in KiB. */
const KIB = 1024

export type BenchHost = { readonly code: string; socket: WebSocket; reconnect(): Promise<void> }

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((open, fail) => {
    socket.once('open', open)
    socket.once('error', fail)
  })

/** Connects a host; the result can be connected again. */
const connectHost = async (url: string, serverId: string, number: number): Promise<BenchHost> => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = String((publicKey.export({ format: 'jwk' }) as { x?: string }).x)
  const code = codeOf(number)
  const instance = newId('run')
  const claim = { code, address: '192.168.1.20', port: 5900, name: `PC-${number}` }

  const connect = async (): Promise<WebSocket> => {
    const socket = new WebSocket(new URL(CONTROL_PATH, url), { perMessageDeflate: false })
    socket.on('error', () => undefined)
    await opened(socket)
    const at = Date.now()
    const proof = prove({ secret: privateKey, key, isNew: false }, serverId, claim, { at, instance })
    const hello = { type: 'hello', version: '0', ...claim, proof, services: ['vnc', 'ssh'], candidates: [] }
    socket.send(JSON.stringify(hello))
    const answer = await next(socket)
    if (answer.type !== 'welcome') throw new Error(`${code}: ${JSON.stringify(answer)}`)
    return socket
  }

  const host: BenchHost = {
    code,
    socket: await connect(),
    async reconnect() {
      host.socket.terminate()
      host.socket = await connect()
    },
  }
  return host
}

const next = (socket: WebSocket): Promise<ServerMessage> =>
  new Promise((found, fail) => {
    socket.once('message', (data: Buffer) => found(JSON.parse(data.toString()) as ServerMessage))
    socket.once('close', (code) => fail(new Error(`closed with ${code}`)))
  })

/** Runs one task for each number, a hundred at once. */
export const each = async <T>(count: number, task: (number: number) => Promise<T>): Promise<T[]> => {
  const done: T[] = []
  let number = 0
  const work = async (): Promise<void> => {
    while (number < count) {
      const mine = number++
      done[mine] = await task(mine)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return done
}

/** Connects as many hosts. */
export const connectHosts = async (url: string, count: number, first = 0): Promise<BenchHost[]> => {
  const { id } = (await (await fetch(new URL('/v1/server', url))).json()) as { id: string }
  return each(count, (number) => connectHost(url, id, first + number))
}

/** A session through the relay; the two ends, open. */
export const pairUp = async (url: string, host: BenchHost, token: string): Promise<[WebSocket, WebSocket]> => {
  const open = next(host.socket)
  const answer = await fetch(new URL('/v1/sessions', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ code: host.code }),
  })
  if (answer.status !== 201) throw new Error(`${host.code}: ${await answer.text()}`)
  const offer = (await answer.json()) as SessionOffer
  const message = await open
  if (message.type !== 'open') throw new Error(`${host.code}: ${message.type} instead of open`)
  const ends = [message.ticket, offer.ticket].map((ticket) => {
    const headers = { Authorization: `Ticket ${ticket}` }
    const end = new WebSocket(new URL(RELAY_PATH, url), { headers, perMessageDeflate: false })
    end.on('error', () => undefined)
    return end
  })
  await Promise.all(ends.map(opened))
  host.socket.send(JSON.stringify({ type: 'connected', session: offer.id, path: 'relay' }))
  return ends as [WebSocket, WebSocket]
}

/** What a process holds of its memory now, bytes. */
export const residentBytes = (pid: number): number => {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) * KIB
}

/** Files and sockets that a process has open. */
export const descriptors = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length
