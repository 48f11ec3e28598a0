/**
 * Introduces controllers to hosts: hosts keep a control channel, controllers ask for sessions, and
 * what becomes of each session is recorded.
 */

import type { IncomingMessage } from 'node:http'
import type { Client } from '../http/client-address.ts'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Ticker } from '../platform/ticker.ts'
import type { Actor, Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { Outcome, RelayPolicy, Session } from '../protocol/session.ts'
import { createChannels, type HostRegistry } from './channels.ts'
import { createIntroduce, type IntroduceOptions, type Seek } from './introduce.ts'
import type { PresenceBook } from './presence.ts'
import { createRecords } from './records.ts'
import { createResume } from './resume.ts'
import { createSessions, type RelayPort } from './sessions.ts'
import type { SessionStore } from './store.ts'

export type RendezvousOptions = {
  readonly store: SessionStore
  readonly registry: HostRegistry & {
    readonly seek: Seek
    readonly recall: IntroduceOptions['recall']
    host(scope: Scope, id: string): Promise<Host>
  }
  readonly book: PresenceBook
  readonly relay: RelayPort
  readonly policy: () => RelayPolicy
  readonly guard: Pick<IntroduceOptions, 'admitPins' | 'admitKnown'> & {
    countWrongPin(client: Client): void
  }
  readonly authenticate: (request: IncomingMessage) => Promise<Actor>
  readonly fingerprintOf: (key: string) => string
  readonly resolve: 'open' | 'signed-in'
  /** What `resume` texts are made with. */
  readonly resumeSecret: string
  readonly ttlMs: number
  /** How long sessions are kept, milliseconds. */
  readonly keepMs: number
  readonly clock: Clock
  readonly ticker: Ticker
  readonly bus: Bus<Events>
  readonly log: Log
}

/** Which ended sessions to list. */
export type EndedQuery = {
  readonly hostId?: string | undefined
  readonly outcome?: Outcome | undefined
  readonly limit: number
  /** `nextCursor` of the page before; one that is not ours starts at the beginning. */
  readonly cursor?: string | undefined
}

/** The rendezvous' verbs. */
export type Rendezvous = ReturnType<typeof createRendezvous>

export const createRendezvous = (options: RendezvousOptions) => {
  const { store, registry, guard, clock, bus, log } = options
  const records = createRecords(store, log)

  const onPresence = (scope: Scope, hostId: string): void => {
    registry
      .host(scope, hostId)
      .then((host) => bus.emit('host.changed', { host, tenantId: scope.tenantId }))
      .catch((err: unknown) => {
        // Deleted meanwhile: whoever deleted it has told so.
        if (!(err instanceof Refusal)) log.warn({ err }, 'a host’s presence could not be told')
      })
  }

  const channels = createChannels({
    ...options,
    onPresence,
    onOpen: (channel, hello) => sessions.onHostBack(channel, hello),
    onMessage: (channel, message) => {
      if (message.type !== 'bye') sessions.onHost(channel, message)
    },
    onClosed: (channel) => sessions.onHostGone(channel),
  })
  const sessions = createSessions({
    ...options,
    channelOf: channels.of,
    records,
    onWrongPin: guard.countWrongPin,
  })

  const introductions = createIntroduce({
    ...options,
    seek: registry.seek,
    recall: registry.recall,
    hostOf: registry.host,
    resume: createResume(options.resumeSecret),
    channelOf: channels.of,
    sessions,
    admitPins: guard.admitPins,
    admitKnown: guard.admitKnown,
  })

  /** A host that must not be reached any more loses its channel and its sessions at once. */
  const cut = (hostId: string): void => {
    sessions.endHost(hostId)
    channels.of(hostId)?.close('host_removed')
  }
  bus.on('authority.ended', (ended) => {
    introductions.endAuthority(ended)
    sessions.endAuthority(ended)
  })
  bus.on('host.deleted', ({ id }) => cut(id))
  bus.on('host.changed', ({ host }) => {
    const channel = channels.of(host.id)
    if (!channel) return
    const isOwn = host.keyFingerprint === options.fingerprintOf(channel.key)
    if (host.state === 'revoked' || !isOwn) cut(host.id)
    else if (host.state === 'locked') channel.send({ type: 'locked' })
  })

  return {
    acceptControl: channels.accept,
    redeem: sessions.redeem,
    onRelay: sessions.onRelay,
    introduce: introductions.introduce,
    introducePage: introductions.introducePage,

    /** The sessions of a tenant that go on, newest first. */
    live: sessions.list,

    /** A page of those that have ended. */
    async ended(
      scope: Scope,
      { cursor, limit, hostId, outcome }: EndedQuery,
    ): Promise<{ sessions: Session[]; nextCursor: string | null }> {
      const after = parseCursor(cursor)
      const found = await store.page(scope, { hostId, outcome, after, limit: limit + 1 })
      const page = found.slice(0, limit)
      const last = page.at(-1)
      const hasMore = last !== undefined && found.length > limit
      return { sessions: page, nextCursor: hasMore ? `${last.endedAt}.${last.id}` : null }
    },

    async session(scope: Scope, id: string): Promise<Session> {
      const found = sessions.find(scope, id) ?? (await store.find(scope, id))
      if (!found) throw new Refusal('session_not_found')
      return found
    },

    /** Ends a session now; one that has ended meanwhile stays as it is. */
    kill: (scope: Scope, id: string): boolean => sessions.kill(scope, id),

    /** Ends a session that may not go on. */
    end: sessions.end,

    countOf: sessions.countOf,

    /** Drops what was kept for long enough. */
    async sweep(): Promise<void> {
      await store.sweep(clock.now() - options.keepMs)
    },

    get channels(): number {
      return channels.size
    },
    get sessions(): number {
      return sessions.size
    },
    /** What is held beside channels and sessions; nothing when there are none. */
    get remembered(): number {
      return sessions.remembered + channels.greeting + records.waiting
    },

    /** Ends sessions and channels because the server restarts; what ended is on the disk then. */
    async restart(): Promise<void> {
      sessions.restart()
      channels.restart()
      records.retry()
      await records.settle()
    },
  }
}

const CURSOR = /^(\d{1,16})\.(ses_[\w-]{1,40})$/

const parseCursor = (cursor = ''): { endedAt: number; id: string } => {
  const [, endedAt, id] = CURSOR.exec(cursor) ?? []
  return { endedAt: Number(endedAt ?? Number.MAX_SAFE_INTEGER), id: id ?? '' }
}
