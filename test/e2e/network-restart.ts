/**
 * The server restarts under 50 pairs, in order and by force. Most ends are of the client library in
 * this process, some are the real programs; all come back by themselves and without another PIN.
 * To be called within a test, which ends what is started here.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import { makeFolder } from '../support/app.ts'
import { type RunningServer, startServer } from '../support/binary.ts'
import { freePort } from '../support/free-port.ts'
import { echoed, type LibraryHost, type LibraryLink, openLibraryLink, startLibraryHost } from '../support/programs-library.ts'
import { portOf, sayTo, startEcho, startHost, startIsr } from './connect-parts.ts'

const PAIRS = 50

/** Each of them is two processes. */
const PROGRAMS = 2

/** Hosts spread over 5 s after a restart; then each controller waits as long as it last failed. */
const BACK = { timeout: 60_000, interval: 200 }

type Pair = { readonly host: LibraryHost; readonly link: LibraryLink }

const ownerOf = (server: RunningServer) => {
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, server.url), {
      ...init,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    })
  const gauge = async (name: string): Promise<number> => {
    const text = await (await ask('/metrics')).text()
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  }
  const sessions = async (state: 'live' | 'ended'): Promise<Session[]> =>
    ((await (await ask(`/v1/sessions?state=${state}&limit=500`)).json()) as { sessions: Session[] }).sessions
  return { ask, gauge, sessions }
}

/** One address is many people here, as behind the router of an office. */
const makeRoom = async (server: RunningServer): Promise<void> => {
  const { ask } = ownerOf(server)
  const policy = (await (await ask('/v1/relay/policy')).json()) as object
  const body = JSON.stringify({ ...policy, sessionsPerAddress: 2 * PAIRS })
  expect((await ask('/v1/relay/policy', { method: 'PUT', body })).status).toBe(200)
}

const openPairs = async (server: RunningServer, service: string): Promise<Pair[]> => {
  const hosts = await Promise.all(
    Array.from({ length: PAIRS - PROGRAMS }, (_, at) =>
      startLibraryHost({ server: server.url, code: `ISR-582319${10 + at}`, service }),
    ),
  )
  await expect.poll(() => hosts.every(({ events }) => events.some(({ type }) => type === 'connected')), BACK).toBe(true)
  const pairs: Pair[] = []
  // One after the other: five sessions of one address may wait for their ends.
  for (const host of hosts) pairs.push({ host, link: await openLibraryLink({ server: server.url, ...host }) })
  return pairs
}

const openPrograms = async (server: RunningServer, service: string) =>
  Promise.all(
    Array.from({ length: PROGRAMS }, async () => {
      const host = await startHost(server.url, service)
      const controller = startIsr(['connect', host.code, '--server', server.url], { env: { ISR_PIN: host.pin() } })
      return { host, controller, port: await portOf(controller) }
    }),
  )

/** 50 pairs outlive a server that restarts by the signal, each with its PIN given once. */
export const outliveRestart = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  const port = String(await freePort())
  const first = await startServer(['--port', port])
  await makeRoom(first)
  const service = `echo=${(await startEcho()).target}`
  const programs = await openPrograms(first, service)
  const pairs = await openPairs(first, service)
  expect(await ownerOf(first).gauge('isr_relay_sockets')).toBe(2 * PAIRS)
  const before = (await ownerOf(first).sessions('live')).map(({ id }) => id)
  expect(before).toHaveLength(PAIRS)

  await first.stop(signal)
  const reason = signal === 'SIGTERM' ? 'restarting' : ''
  await expect.poll(() => pairs.filter(({ link }) => link.events.some(({ type }) => type === 'broken')).length, BACK).toBe(pairs.length)
  for (const { host, link } of pairs) {
    expect(link.events.find(({ type }) => type === 'broken')).toEqual({ type: 'broken', reason: reason || 'peer_gone' })
    await expect.poll(() => host.events.find(({ type }) => type === 'lost'), BACK).toMatchObject({ code: reason })
  }
  for (const { controller } of programs) {
    await expect.poll(controller.err).toContain(`The tunnel broke (${reason || 'peer_gone'})`)
  }

  const second = await startServer(['--port', port], { folder: first.folder })
  const owner = ownerOf(second)
  const answers = await Promise.all([
    ...pairs.map(({ link }) => echoed(link, 'again')),
    ...programs.map(async ({ port: at, controller }) => {
      await expect.poll(() => controller.err().match(/Connected to echo/g)?.length, BACK).toBe(2)
      return (await sayTo(at, 'again')).toString()
    }),
  ])
  expect(new Set(answers)).toEqual(new Set(['again']))
  expect(pairs.map(({ link }) => link.asked.pins)).toEqual(pairs.map(() => 1))
  await expect.poll(() => owner.gauge('isr_sessions'), BACK).toBe(PAIRS)
  const ended = (await owner.sessions('ended')).filter(({ id }) => before.includes(id))
  const records = ended.map(({ outcome, reason: why }) => `${outcome} ${why}`)
  expect(records).toEqual(signal === 'SIGTERM' ? before.map(() => 'failed restarting') : [])

  for (const { link } of pairs) link.close()
  for (const { controller } of programs) controller.process.kill('SIGTERM')
  for (const name of ['isr_sessions', 'isr_relay_sockets', 'isr_session_keys']) {
    await expect.poll(() => owner.gauge(name), BACK).toBe(0)
  }
  for (const { host } of pairs) {
    await expect.poll(() => host.held(), BACK).toMatchObject({ sessions: 0, tunnels: 0, streams: 0 })
  }
}

/** A listening connect outlives a restart of the server, without the PIN. */
export const listenThroughRestart = async (): Promise<void> => {
  const port = await freePort()
  const server = await startServer(['--port', String(port)])
  const { target } = await startEcho()
  const pinFile = join(makeFolder(), 'pin')
  writeFileSync(pinFile, 'a good one\n', { mode: 0o600 })
  const host = await startHost(server.url, `echo=${target}`, ['--pin-file', pinFile])
  const controller = startIsr(['connect', host.code, '--server', server.url, '--pin-file', pinFile])
  const local = await portOf(controller)
  expect((await sayTo(local, 'before')).toString()).toBe('before')
  writeFileSync(pinFile, 'another one now\n', { mode: 0o600 })
  expect(await server.stop()).toBe(0)
  await expect.poll(controller.err).toContain('The tunnel broke')
  await startServer(['--port', String(port)], { folder: server.folder })
  await expect.poll(() => controller.err().match(/Connected to echo/g)?.length, { timeout: 25_000 }).toBe(2)
  expect((await sayTo(local, 'after')).toString()).toBe('after')
}
