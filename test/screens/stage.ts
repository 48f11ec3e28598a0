/** A server, a host of the client library that is online, and what a page says to open its service. */

import { expect, vi } from 'vitest'
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
