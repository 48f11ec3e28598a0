/**
 * What happens, live, to every open console: a snapshot, then deltas at most four times a second.
 * The last deltas are kept for a while, so a page that lost its connection resumes where it was.
 */

import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Stop, Ticker } from '../platform/ticker.ts'
import type { Scope } from '../protocol/actor.ts'
import type { Host, Numbers } from '../protocol/api.ts'
import type { Events } from '../protocol/events.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'

/** Changes are gathered for this long before they are sent. */
const COALESCE_MS = 250

/** More changes than this at once are sent as a fresh snapshot, at most this often. */
const MAX_CHANGES = 1000
const SNAPSHOT_EVERY_MS = 2000

/** Hosts in a snapshot, newest first; the page searches the rest on the server. */
const SNAPSHOT_HOSTS = 5000

/** Deltas kept for pages that come back: about a minute of constant change. */
const KEPT_DELTAS = 240

/** While the relay carries something its rate changes without any event: it is told this often. */
const RATE_EVERY_MS = 2000

/**
 * What is wrong with the server itself makes no event either, and a count of hosts that was told may
 * have been one of a moment before: both are looked at this often.
 */
const LOOK_EVERY_MS = 5000

/** How long a page may be gone and still resume, milliseconds. */
const RESUME_WITHIN_MS = 60_000

/** One event as a page receives it. */
export type FeedEvent = { readonly id: string; readonly name: string; readonly data: string }

export type FeedOptions = {
  readonly scope: Scope
  readonly bus: Bus<Events>
  readonly clock: Clock
  readonly ticker: Ticker
  readonly log: Log
  readonly listHosts: (scope: Scope, limit: number) => Promise<{ hosts: Host[]; total: number }>
  readonly readNumbers: (scope: Scope) => Promise<Numbers>
}

/** Makes each tenant's feed when somebody first watches it. */
export const createFeeds = (options: Omit<FeedOptions, 'scope'>) => {
  const feeds = new Map<string, Feed>()
  return {
    of({ tenantId }: Scope): Feed {
      const known = feeds.get(tenantId)
      if (known) return known
      const made = createFeed({ ...options, scope: { tenantId } })
      feeds.set(tenantId, made)
      return made
    },

    /** How many pages watch now, in all tenants. */
    get watching(): number {
      return [...feeds.values()].reduce((sum, { watching }) => sum + watching, 0)
    },
  }
}

/** The live feed; `subscribe` calls back until it is told to stop. */
export type Feed = ReturnType<typeof createFeed>

export const createFeed = (options: FeedOptions) => {
  const { scope, bus, clock, ticker, log } = options
  const epoch = newId('feed')
  const listeners = new Set<(event: FeedEvent) => void>()
  let kept: FeedEvent[] = []
  let sequence = 0
  let upserted = new Map<string, Host>()
  let removed = new Set<string>()
  let needsSnapshot = false
  /** Something changed that was not told yet, be it only a number. */
  let isDirty = false
  let lastSnapshotAt = Number.NEGATIVE_INFINITY
  let lastLeftAt = Number.NEGATIVE_INFINITY
  let planned: Stop | undefined
  let plannedRate: Stop | undefined
  let plannedLook: Stop | undefined
  let toldState = ''

  const nextId = (): string => `${epoch}-${++sequence}`

  /** Tells the numbers again soon, while somebody watches and there is a rate that may change. */
  const keepRate = ({ sessions, relayBitsPerSecond }: Numbers): void => {
    if (plannedRate || relayBitsPerSecond === null) return
    if (sessions === 0 && relayBitsPerSecond === 0) return
    plannedRate = ticker.after(RATE_EVERY_MS, () => {
      plannedRate = undefined
      if (listeners.size > 0) change(() => undefined)
    })
  }

  const stateOf = ({ server, hosts }: Numbers): string => JSON.stringify([server, hosts])

  /** Looks again while somebody watches, and tells when something is not as it was told. */
  const keepLooking = (numbers: Numbers): void => {
    toldState = stateOf(numbers)
    if (plannedLook) return
    plannedLook = ticker.after(LOOK_EVERY_MS, () => {
      plannedLook = undefined
      if (listeners.size > 0) void look()
    })
  }
  const look = async (): Promise<void> => {
    try {
      const told = toldState
      const numbers = await options.readNumbers(scope)
      if (stateOf(numbers) !== told) change(() => undefined)
      keepLooking(numbers)
    } catch (err) {
      log.warn({ err }, 'the live feed could not look at the server')
    }
  }

  const snapshot = async (): Promise<FeedEvent> => {
    const id = `${epoch}-${sequence}`
    const [page, numbers] = [await options.listHosts(scope, SNAPSHOT_HOSTS), await options.readNumbers(scope)]
    keepRate(numbers)
    keepLooking(numbers)
    const data = { hosts: page.hosts, total: page.total, numbers, serverTime: clock.now() }
    return { id, name: 'snapshot', data: JSON.stringify(data) }
  }

  const delta = async (): Promise<FeedEvent> => {
    const changes = { upserted: [...upserted.values()], removed: [...removed] }
    upserted = new Map()
    removed = new Set()
    const numbers = await options.readNumbers(scope)
    keepRate(numbers)
    keepLooking(numbers)
    const data = { ...changes, total: numbers.hosts, numbers, serverTime: clock.now() }
    return { id: nextId(), name: 'delta', data: JSON.stringify(data) }
  }

  const send = (event: FeedEvent): void => {
    for (const listener of listeners) listener(event)
  }

  const flush = async (): Promise<void> => {
    isDirty = false
    if (needsSnapshot) {
      upserted = new Map()
      removed = new Set()
      needsSnapshot = false
      kept = []
      sequence++
      lastSnapshotAt = clock.now()
      return send(await snapshot())
    }
    const event = await delta()
    kept = [...kept, event].slice(-KEPT_DELTAS)
    send(event)
  }

  const plan = (): void => {
    if (planned) return
    const sinceSnapshot = clock.now() - lastSnapshotAt
    const delayMs = needsSnapshot ? Math.max(COALESCE_MS, SNAPSHOT_EVERY_MS - sinceSnapshot) : COALESCE_MS
    planned = ticker.after(delayMs, () => {
      flush()
        .catch((err: unknown) => {
          log.warn({ err }, 'the live feed could not read the registry')
          // What was gathered is lost; only a whole picture is right again.
          needsSnapshot = true
          isDirty = true
        })
        .finally(() => {
          planned = undefined
          if (isDirty) plan()
        })
    })
  }

  /** Nobody watches and nobody can resume: nothing needs to be gathered. */
  const isIdle = (): boolean =>
    listeners.size === 0 && clock.now() - lastLeftAt > RESUME_WITHIN_MS

  const change = (apply: () => void): void => {
    if (isIdle()) {
      kept = []
      return
    }
    apply()
    isDirty = true
    if (upserted.size + removed.size > MAX_CHANGES) {
      needsSnapshot = true
      upserted.clear()
      removed.clear()
    }
    plan()
  }

  const setHost = (host: Host): void => {
    if (needsSnapshot) return
    removed.delete(host.id)
    upserted.set(host.id, host)
  }

  const dropHost = (id: string): void => {
    if (needsSnapshot) return
    upserted.delete(id)
    removed.add(id)
  }

  const isOurs = ({ tenantId }: Scope): boolean => tenantId === scope.tenantId
  bus.on('host.registered', (event) => isOurs(event) && change(() => setHost(event.host)))
  bus.on('host.changed', (event) => isOurs(event) && change(() => setHost(event.host)))
  bus.on('host.deleted', (event) => isOurs(event) && change(() => dropHost(event.id)))
  bus.on('leases.expired', ({ tenantIds }) => {
    if (tenantIds.includes(scope.tenantId)) change(() => (needsSnapshot = true))
  })
  for (const name of ['code.resolved', 'session.changed', 'session.ended'] as const) {
    bus.on(name, (event) => isOurs(event) && change(() => undefined))
  }
  // Others are not even to see that something happened: each delta would be a count of it.
  if (scope.tenantId === DEFAULT_TENANT) {
    for (const name of ['request.refused', 'address.banned', 'address.pardoned'] as const) {
      bus.on(name, () => change(() => undefined))
    }
  }

  return {
    /** How many pages watch now. */
    get watching(): number {
      return listeners.size
    },

    /** Starts a page off, from `lastEventId` if that is still known, else with a snapshot. */
    async subscribe(
      lastEventId: string | undefined,
      listener: (event: FeedEvent) => void,
    ): Promise<Stop> {
      const at = kept.findIndex(({ id }) => id === lastEventId)
      if (at >= 0) for (const event of kept.slice(at + 1)) listener(event)
      else {
        // Changes that land while the snapshot is read come again as a delta; applying a change
        // twice changes nothing, missing one would.
        listeners.add(listener)
        try {
          listener(await snapshot())
        } catch (error) {
          listeners.delete(listener)
          throw error
        }
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        lastLeftAt = clock.now()
      }
    },
  }
}
