/** Hosts and sessions of a running server, made by real control channels and real ends in its relay. */

import { expect } from 'vitest'
import type { WebSocket } from 'ws'
import type { Session } from '../../src/protocol/session.ts'
import type { RunningServer } from '../support/binary.ts'
import { connectHost, newKey, pairUp, type Reachable, type TestChannel, type TestKey } from '../support/host.ts'
import { asOwner, ownerHeaders } from './console-owner.ts'

const MESSAGE_BYTES = 64 * 1024

/** The server as what speaks the protocol by hand wants it. */
export const reachable = (server: RunningServer): Reachable => ({
  url: server.url,
  call: (path, init) => fetch(`${server.url}${path}`, init),
  time: { now: () => Date.now() },
})

export type LiveHost = TestChannel & { readonly hostId: string; readonly key: TestKey }

/** A host with an agent that is online. */
export const bringOnline = async (
  server: RunningServer,
  facts: { code?: string; name?: string; services?: string[]; key?: TestKey } = {},
): Promise<LiveHost> => {
  const { key = newKey(), ...rest } = facts
  return { ...(await connectHost(reachable(server), { ...rest, key })), key }
}

const listSessions = async (server: RunningServer, state: 'live' | 'ended'): Promise<Session[]> =>
  (await asOwner<{ sessions: Session[] }>(server, 'GET', `/v1/sessions?state=${state}`)).sessions

/** The sessions that go on. */
export const liveSessions = (server: RunningServer): Promise<Session[]> => listSessions(server, 'live')

/** The sessions that ended, newest first. */
export const endedSessions = (server: RunningServer): Promise<Session[]> => listSessions(server, 'ended')

type Ends = Awaited<ReturnType<typeof pairUp>>

/** Sends so many bytes in messages of at most 64 KiB, and waits until they have arrived. */
export const carry = async (from: WebSocket, to: WebSocket, bytes: number): Promise<void> => {
  let arrived = 0
  const all = new Promise<void>((done) => {
    to.on('message', function count(data: Buffer) {
      arrived += data.length
      if (arrived < bytes) return
      to.off('message', count)
      done()
    })
  })
  for (let left = bytes; left > 0; left -= MESSAGE_BYTES) {
    from.send(Buffer.alloc(Math.min(left, MESSAGE_BYTES), 1))
  }
  await all
}

/** A session through the relay that has carried something each way. */
export const beginSession = async (
  server: RunningServer,
  host: LiveHost,
  { isOwner = false, bytes = 1200, code = 'ISR-12345678' } = {},
): Promise<Ends> => {
  const ends = await pairUp(reachable(server), host, isOwner ? ownerHeaders(server) : {}, { code, controller: 'OFICINA-2' })
  await carry(ends.controllerEnd, ends.hostEnd, bytes)
  await carry(ends.hostEnd, ends.controllerEnd, bytes * 20)
  host.send({ type: 'connected', session: ends.offer.id, path: 'relay' })
  const isConnected = async (): Promise<boolean> =>
    (await liveSessions(server)).some(({ id, phase }) => id === ends.offer.id && phase === 'connected')
  await expect.poll(isConnected).toBe(true)
  return ends
}

/** Ends a session as its controller does, of which its host tells, and waits until it is written down. */
export const endSession = async (
  server: RunningServer,
  host: LiveHost,
  { offer, controllerEnd }: Ends,
): Promise<void> => {
  controllerEnd.close(1000)
  host.send({ type: 'ended', session: offer.id, bytesToHost: 0, bytesToController: 0 })
  await expect.poll(async () => (await endedSessions(server)).map(({ id }) => id)).toContain(offer.id)
}
