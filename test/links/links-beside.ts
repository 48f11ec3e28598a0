/**
 * The guest links of a running app as its screens use them, and the hosts and links to try them on.
 */

import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createBanStore, createGuard } from '../../src/guard/index.ts'
import { createLinks, createLinkStore } from '../../src/links/index.ts'
import type { Host } from '../../src/protocol/api.ts'
import type { AuditEntry } from '../../src/protocol/audit.ts'
import type { EndedAuthority } from '../../src/protocol/actor.ts'
import type { Events } from '../../src/protocol/events.ts'
import type { GuestLink, ScreenPolicy } from '../../src/protocol/screen.ts'
import { createBus } from '../../src/platform/bus.ts'
import { createLog } from '../../src/platform/log.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import type { TestApp } from '../support/app.ts'
import { type Caller, json } from '../support/members.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

const LIMITS = {
  resolvesPerMinute: 600,
  registersPerMinute: 1000,
  newCodesPerHour: 5000,
  resolvesPerCodePerMinute: 6000,
  registersPerCodePerMinute: 60,
  missesPerAddress: 100,
  missesPerCode: 200,
  missesInAll: 1_000_000,
  honeypots: [],
  banMs: HOUR,
}

export type Made = { readonly link: GuestLink; readonly secret: string }

/** What a request for a link says unless told otherwise. */
export const wanted = (app: Pick<TestApp, 'time'>, hostId: string, rest = {}) => ({
  hostId,
  service: 'vnc',
  kind: 'screen',
  expiresAt: app.time.now() + HOUR,
  ...rest,
})

/** Makes a link through the API. */
export const makeLink = async (
  app: TestApp,
  hostId: string,
  rest = {},
  by: Caller = app.callAsOwner,
): Promise<Made> => {
  const answer = await by('/v1/links', json(wanted(app, hostId, rest)))
  expect(answer.status).toBe(201)
  return (await answer.json()) as Made
}

/** The links that the API lists. */
export const listLinks = async (by: Caller, query = ''): Promise<GuestLink[]> => {
  const answer = await by(`/v1/links${query}`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { links: GuestLink[] }).links
}

/** The verbs of the same links that no path of the API has: those that a screen takes. */
export const linksBeside = (app: TestApp) => {
  const database = openSqlite({
    file: join(app.folder, 'registry.db'),
    ticker: app.time,
    isShared: true,
    onDeath: (error) => {
      throw error
    },
  })
  onTestFinished(() => database.close())
  const fail = (error: unknown): never => {
    throw error
  }
  const bus = createBus<Events>(fail)
  const log = createLog('silent')
  const surroundings = { clock: app.time, ticker: app.time, bus, log }
  const guard = createGuard({ ...surroundings, store: createBanStore(database), limits: LIMITS })
  const policy: { now: ScreenPolicy } = { now: { isOn: true, isForGuests: true } }
  const recorded: AuditEntry[] = []
  const ended: EndedAuthority[] = []
  bus.on('authority.ended', (event) => ended.push(event))
  const links = createLinks({
    ...surroundings,
    store: createLinkStore(database),
    hostOf: async (_, id) => (await (await app.callAsOwner(`/v1/hosts/${id}`)).json()) as Host,
    look: guard.look,
    policy: () => policy.now,
    record: async (entry) => void recorded.push(entry),
  })
  return { links, policy, recorded, ended }
}

/** A browser at an address. */
export const clientAt = (address: string) =>
  ({ address, bucket: address, isSecure: true }) as Parameters<
    ReturnType<typeof createLinks>['take']
  >[1]
