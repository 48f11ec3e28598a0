/** The direct path between two networks: open, blocked on the way, and never offered. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import { type RunningServer, startServer } from '../support/binary.ts'
import { canMakeNetworks, makeNetwork, type Network } from '../support/netns.ts'
import { type Program, portOf, sayTo, startEcho, startIsr } from './connect-parts.ts'

const DIRECT_PORT = '4700'

const TEXT = 'to the other network and back'

const ask = async (server: RunningServer, path: string): Promise<Response> => {
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  return fetch(new URL(path, server.url), { headers: { Authorization: `Bearer ${token}` } })
}

const sessionsOf = async (server: RunningServer, state: 'live' | 'ended'): Promise<Session[]> =>
  ((await (await ask(server, `/v1/sessions?state=${state}`)).json()) as { sessions: Session[] }).sessions

const relaySockets = async (server: RunningServer): Promise<string | undefined> =>
  /^isr_relay_sockets (\d+)$/m.exec(await (await ask(server, '/metrics')).text())?.[1]

/** A server here, a host in another network, and somebody here who connects to it. */
const meet = async ({ outside, command }: Network, flags: string[]): Promise<{ server: RunningServer; controller: Program; port: number }> => {
  const server = await startServer(['--host', outside])
  const { target } = await startEcho(outside)
  const offered = ['--service', `echo=${target}`, '--no-pin', ...flags]
  const host = startIsr(['host', '--server', server.url, ...offered], { command })
  await expect.poll(() => host.out() + host.err()).toContain('connected as')
  const code = /ISR-\d{8}/.exec(host.out())?.[0] ?? ''
  const controller = startIsr(['connect', code, '--server', server.url])
  return { server, controller, port: await portOf(controller) }
}

describe.skipIf(!canMakeNetworks())('a host in another network', () => {
  it('that takes direct connections gets them, and the relay carries nothing more', async () => {
    const { server, controller, port } = await meet(makeNetwork(), ['--direct-port', DIRECT_PORT])
    expect(controller.err()).toContain('Connected to echo, direct')
    expect((await sayTo(port, TEXT)).toString()).toBe(TEXT)
    await expect.poll(() => relaySockets(server)).toBe('0')
    controller.process.kill('SIGTERM')
    await expect.poll(() => sessionsOf(server, 'ended')).toHaveLength(1)
    const [session] = await sessionsOf(server, 'ended')
    expect(session).toMatchObject({ path: 'direct', outcome: 'completed' })
    expect(session?.bytesToHost).toBeGreaterThanOrEqual(TEXT.length)
    expect(session?.bytesToController).toBeGreaterThanOrEqual(TEXT.length)
  })

  it('whose direct port is dropped on the way is reached through the relay, and the tool says why', async () => {
    const network = makeNetwork()
    network.refuse(['-p', 'tcp', '--dport', DIRECT_PORT, '-j', 'DROP'])
    const { server, controller, port } = await meet(network, ['--direct-port', DIRECT_PORT])
    expect(controller.err()).toContain('through the relay (direct got no answer: no answer in time)')
    expect((await sayTo(port, TEXT)).toString()).toBe(TEXT)
    await expect.poll(() => sessionsOf(server, 'live')).toMatchObject([{ path: 'relay', phase: 'connected' }])
  })

  it('that lets nothing in at all is reached through the relay', async () => {
    const network = makeNetwork()
    network.refuse(['-m', 'conntrack', '--ctstate', 'NEW,INVALID', '-j', 'DROP'])
    const { controller, port } = await meet(network, [])
    expect(controller.err()).toContain('through the relay (the host gave no direct address)')
    expect((await sayTo(port, TEXT)).toString()).toBe(TEXT)
  })
})
