/**
 * A host and a controller behind the shipped nginx file: WebSockets over TLS that are idle for longer
 * than nginx's 60 s. It waits in real time, for nginx to cut a WebSocket that is silent; the other
 * things of the network that take real time happen meanwhile, on servers of their own.
 */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PROBE_PATH } from '../../src/protocol/control.ts'
import type { Session } from '../../src/protocol/session.ts'
import { startServer } from '../support/binary.ts'
import { canRunNginx, startNginx } from '../support/nginx.ts'
import { portOf, sayTo, startEcho, startIsr } from './connect-parts.ts'
import { listenThroughRestart, outliveRestart } from './network-restart.ts'

/** A minute of nginx, and as much again for slow machines. */
const SLOW = 120_000

/** Asks for a session from another address of this machine, with a lie about it. */
const askFrom = async (localAddress: string, url: string, ca: string, code: string): Promise<number> => {
  const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': '198.51.100.7', 'X-Real-IP': '198.51.100.7' }
  const asked = request(`${url}/v1/sessions`, { method: 'POST', localAddress, ca, agent: false, headers })
  asked.end(JSON.stringify({ code, controller: 'elsewhere' }))
  const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream & { statusCode: number }]
  answer.resume()
  return answer.statusCode
}

/** 50 pairs by either signal, each with its PIN given once; and somebody whose PIN changed meanwhile. */
const outliveRestarts = async (): Promise<void> => {
  await Promise.all([outliveRestart('SIGTERM'), listenThroughRestart()])
  await outliveRestart('SIGKILL')
}

it('hosts and controllers outlive 60 s of silence behind nginx, and are who they are, and elsewhere each restart', async () => {
  if (!canRunNginx()) return outliveRestarts()
  const server = await startServer(['--trusted-proxies', '127.0.0.1'])
  const nginx = await startNginx(Number(new URL(server.url).port))
  const url = `https://127.0.0.1:${nginx.tls}`
  const env = { NODE_EXTRA_CA_CERTS: nginx.caFile }
  const { target } = await startEcho()
  const host = startIsr(['host', '--server', url, '--service', `echo=${target}`, '--no-pin'], { env })
  await expect.poll(() => host.out() + host.err()).toContain('connected as')
  const code = /ISR-\d{8}/.exec(host.out())?.[0] ?? ''
  const controller = startIsr(['connect', code, '--server', url], { env })
  const port = await portOf(controller)
  expect((await sayTo(port, 'before')).toString()).toBe('before')

  // The server never pings a probe: when nginx has cut it, it would have cut the others as well.
  const probe = new WebSocket(`${url.replace('https', 'wss')}${PROBE_PATH}`, { ca: nginx.ca })
  await once(probe, 'message')
  const [[cut]] = await Promise.all([once(probe, 'close') as Promise<[number]>, outliveRestarts()])
  expect(cut).toBe(1006)

  expect((await sayTo(port, 'after')).toString()).toBe('after')
  expect(host.out().match(/connected as/g)).toHaveLength(1)
  expect(controller.err().match(/Connected to echo/g)).toHaveLength(1)
  expect(await askFrom('127.0.0.2', url, nginx.ca, code)).toBe(201)
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  const listed = await fetch(`${server.url}/v1/sessions?state=live`, { headers: { Authorization: `Bearer ${token}` } })
  const { sessions } = (await listed.json()) as { sessions: Session[] }
  const addresses = sessions.map((session) => session.controller.address)
  expect(addresses.toSorted()).toEqual(['127.0.0.1', '127.0.0.2'])
}, SLOW)
