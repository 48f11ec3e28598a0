/** A server, a host of the client library that is online, and what a page says to open its service. */

import { expect, vi } from 'vitest'
import type { GuestLink } from '../../src/protocol/screen.ts'
import type { Session } from '../../src/protocol/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { startLibraryHost } from '../support/programs-library.ts'
import { startEcho } from '../support/screen.ts'

/** A machine on which everything else is tested at the same time is slow. */
export const PATIENCE = { timeout: 20_000 }

export const CODE = 'ISR-12345678'

export const asOwner = (app: TestApp): Record<string, string> => ({ Authorization: `Bearer ${app.ownerToken}` })

type Wish = Parameters<typeof startLibraryHost>[0]

/** Starts them; `port` is the service's, an echo's unless given. */
export const setStage = async (wish: Partial<Wish> & { readonly port?: number } = {}, flags: string[] = []) => {
  const app = await startTestApp(flags)
  const { port = await startEcho(), ...rest } = wish
  const service = `vnc=127.0.0.1:${port}`
  const host = await startLibraryHost({ server: app.url, code: CODE, service, time: app.time, ...rest })
  const hostId = await vi.waitFor(async () => {
    const page = (await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: { id: string; presence: string }[] }
    expect(page.hosts[0]?.presence).toBe('online')
    return page.hosts[0]?.id ?? ''
  }, PATIENCE)
  const open = { type: 'open', hostId, service: 'vnc', kind: 'screen', isViewOnly: false }
  return { app, host, hostId, open }
}

/** The sessions of the first tenant. */
export const sessionsOf = async (app: TestApp, state: 'live' | 'ended'): Promise<Session[]> =>
  ((await (await app.callAsOwner(`/v1/sessions?state=${state}`)).json()) as { sessions: Session[] }).sessions

/** Waits until the only session has ended, and says how. */
export const ending = async (app: TestApp): Promise<Pick<Session, 'outcome' | 'reason'>> =>
  vi.waitFor(async () => {
    const [ended] = await sessionsOf(app, 'ended')
    if (!ended) throw new Error('it goes on')
    return { outcome: ended.outcome, reason: ended.reason }
  }, PATIENCE)

/** Sends JSON as the owner. */
export const send = (app: TestApp, method: string, path: string, body?: unknown): Promise<Response> =>
  app.callAsOwner(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

/** Makes a guest link of the stage's host, for an hour and one use unless told otherwise. */
export const makeLink = async (
  { app, hostId }: Pick<Awaited<ReturnType<typeof setStage>>, 'app' | 'hostId'>,
  wish: Partial<GuestLink> = {},
): Promise<{ link: GuestLink; secret: string }> => {
  const facts = { hostId, service: 'vnc', kind: 'screen', isViewOnly: false, note: 'Ana', uses: 1 }
  const body = { ...facts, expiresAt: app.time.now() + 3_600_000, ...wish }
  const answer = await send(app, 'POST', '/v1/links', body)
  expect(answer.status).toBe(201)
  return (await answer.json()) as { link: GuestLink; secret: string }
}

/** How often the links of the first tenant were used, newest first. */
export const usesOf = async (app: TestApp): Promise<number[]> => {
  const { links } = (await (await app.callAsOwner('/v1/links')).json()) as { links: GuestLink[] }
  return links.map(({ used }) => used)
}

const GAUGES = ['isr_screens', 'isr_sessions', 'isr_session_keys', 'isr_relay_sockets']

/** Waits until the server holds nothing of any screen; what still had to be said gets its second. */
export const nothingHeld = async (app: TestApp): Promise<void> => {
  await vi.waitFor(async () => {
    app.time.advance(1000)
    const text = await (await app.callAsOwner('/metrics')).text()
    const held = GAUGES.map((name) => [name, Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])])
    expect(held).toEqual(GAUGES.map((name) => [name, 0]))
  }, PATIENCE)
}
