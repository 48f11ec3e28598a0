/**
 * The composition root: the one place that knows every feature. It opens the database, wires the
 * features to each other, listens, and takes all of it down again in order.
 */

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { createAudit, createAuditStore, recordEvents } from './audit/index.ts'
import type { PasswordCost } from './access/index.ts'
import { type Config, describeSettings } from './config.ts'
import { createFeeds, createNumbers } from './console/index.ts'
import { createBanStore, createGuard } from './guard/index.ts'
import { createClientOf, createTrust } from './http/client-address.ts'
import { toAllowedHosts } from './http/origin.ts'
import type { Connections } from './connections.ts'
import type { RouteFact } from './http/route.ts'
import { createHttpServer } from './http/server.ts'
import { handleUpgrades } from './http/upgrade.ts'
import { createLinks, createLinkStore } from './links/index.ts'
import { createMetrics } from './ops/index.ts'
import { createBus } from './platform/bus.ts'
import type { Clock } from './platform/clock.ts'
import type { Log } from './platform/log.ts'
import { OTHERS_COULD_READ, readOrCreateSecretFile } from './platform/secrets.ts'
import { sleep, systemTicker, type Ticker } from './platform/ticker.ts'
import type { Actor } from './protocol/actor.ts'
import { CONTROL_PATH, PROBE_PATH, RELAY_PATH } from './protocol/control.ts'
import type { Events } from './protocol/events.ts'
import { SCREEN_PATH } from './protocol/screen.ts'
import { createLegacyHandler, createRegistry, readServerId } from './registry/index.ts'
import { readScreenPolicy } from './screens/index.ts'
import type { Database } from './store/database.ts'
import { explain, openSqlite } from './store/sqlite.ts'
import { VERSION } from './version.ts'

/** Answers under way get this long at shutdown, milliseconds. */
const DRAIN_MS = 8000

/** How often connections that have become idle meanwhile are closed at shutdown. */
const CLOSE_IDLE_EVERY_MS = 100

/** Pages, /v1, channels and the relay are loaded this long after the start, or when the first request wants them. */
const LOAD_API_AFTER_MS = 500

/** Who was waiting for the server is answered before the rest is loaded, which holds the event loop. */
const ANSWER_FIRST_MS = 10

/** A proxy we were not told about is mentioned this often, not at each request. */
const PROXY_HINT_EVERY_MS = 3_600_000

export type AppSurroundings = {
  readonly config: Config
  readonly clock: Clock
  readonly ticker: Ticker
  readonly log: Log
  /** Called when the server cannot go on; the process should end and be started again. */
  readonly onFatal: (error: Error) => void
  /** What hashing a password costs; the one of today unless given. */
  readonly passwordCost?: PasswordCost
}

/** A running server. */
export type App = {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly url: string
  readonly ownerTokenFile: string
  readonly isOwnerTokenNew: boolean
  /** Nobody had an account when it started. */
  readonly needsSetUp: boolean
  /**
   * Loads pages and /v1 now, if a request or the passing of time has not done so yet; returns every
   * route of the framework and what it needs.
   */
  load(): Promise<readonly RouteFact[]>
  /** Runs a sweep now, for whoever does not want to wait for the interval. */
  sweep(): Promise<number>
  /** Refuses newcomers, finishes what is under way, closes the database. */
  close(): Promise<void>
}

/** Starts the server. Throws `OpenError` or Node's listen errors; nothing is left open then. */
export const startApp = async (surroundings: AppSurroundings): Promise<App> => {
  const { config, ticker, onFatal } = surroundings
  const database = openSqlite({ file: config.db, ticker, onDeath: onFatal })
  try {
    return await compose(surroundings, database)
  } catch (error) {
    await database.close()
    throw error
  }
}

const compose = async (surroundings: AppSurroundings, database: Database): Promise<App> => {
  const { config, clock, ticker, log } = surroundings
  const { registration, publicList } = config
  const ownerTokenFile = join(dirname(resolve(config.db)), 'owner-token')
  const ownerToken = explain(ownerTokenFile, () => readOrCreateSecretFile(ownerTokenFile, 'isro'))
  if (ownerToken.wasOpen) log.warn({ file: ownerTokenFile }, OTHERS_COULD_READ)
  const bus = createBus<Events>((err) => log.error({ err }, 'a listener failed'))
  const audit = createAudit({
    store: createAuditStore(database),
    clock,
    ticker,
    log,
    keepMs: config.auditKeep,
    maxRows: config.auditMaxRows,
  })
  recordEvents(bus, audit.count)
  const guard = createGuard({
    store: createBanStore(database),
    limits: { ...config, banMs: config.banFor },
    clock,
    ticker,
    bus,
    log,
  })
  await guard.load()
  const isTrustedProxy = createTrust(config.trustedProxies)
  const clientOf = createClientOf(isTrustedProxy, proxyHint(log, clock))
  let connections: Connections | undefined
  const registry = createRegistry({
    database,
    guard,
    clock,
    bus,
    log,
    ttlMs: config.ttl,
    maxCodes: config.maxCodes,
    registration,
    serverId: await readServerId(database),
    presenceOf: (hostId) => connections?.book.of(hostId),
  })
  const screenPolicies = await readScreenPolicy(database, (policy) =>
    connections?.screens.obey(policy),
  )
  const links = createLinks({
    store: createLinkStore(database),
    hostOf: registry.host,
    look: guard.look,
    policy: screenPolicies.current,
    record: audit.record,
    clock,
    bus,
    log,
  })
  const loadIdentity = once(async () => {
    const { composeIdentity } = await import('./identity.ts')
    return composeIdentity({
      ...surroundings,
      database,
      registry,
      clientOf,
      ownerToken: ownerToken.secret,
      ownerTokenFile,
      bus,
    })
  })
  const authenticate = async (request: IncomingMessage): Promise<Actor> =>
    (await loadIdentity()).access.authenticate(request)
  const loadConnections = once(async () => {
    const { composeConnections } = await import('./connections.ts')
    connections = await composeConnections({
      ...surroundings,
      database,
      registry,
      guard,
      authenticate,
      links,
      screenPolicies,
      record: audit.record,
      bus,
      ownerToken: ownerToken.secret,
    })
    return connections
  })
  const legacy = createLegacyHandler({
    registry,
    clientOf,
    authenticate,
    record: audit.record,
    registration,
    resolve: config.resolve,
    isListPublic: publicList,
    serverVersion: VERSION,
    log,
  })
  const feeds = createFeeds({
    bus,
    clock,
    ticker,
    log,
    listHosts: (scope, limit) => registry.hosts(scope, { q: '', limit }),
    readNumbers: createNumbers({
      bus,
      clock,
      countHosts: registry.countOf,
      countBans: guard.countBans,
      countOnline: (scope) => connections?.book.countOf(scope) ?? 0,
      countSessions: (scope) => connections?.rendezvous.countOf(scope) ?? 0,
      readRelayBits: () => connections?.relay.bitsPerSecond ?? 0,
      readRelay: () => connections?.relayState ?? 'open',
      isStorageWritable: () => database.isWritable(),
    }),
  })
  const closing = new AbortController()
  const readMetrics = createMetrics(bus, [
    { name: 'isr_codes', help: 'Live codes.', read: registry.count },
    { name: 'isr_bans', help: 'Bans that hold now.', read: guard.countBans },
    { name: 'isr_guard_keys', help: 'Keys the limits remember.', read: () => guard.remembered },
    { name: 'isr_consoles', help: 'Open live feeds.', read: () => feeds.watching },
    { name: 'isr_lock_out_keys', help: 'Keys that wrong passwords left.', read: async () => (await loadIdentity()).lockOut.remembered },
    { name: 'isr_password_hashes', help: 'Passwords hashed.', read: async () => (await loadIdentity()).passwords.hashed },
    { name: 'isr_hosts_online', help: 'Open control channels.', read: () => connections?.rendezvous.channels ?? 0 },
    { name: 'isr_sessions', help: 'Sessions that have not ended.', read: () => connections?.rendezvous.sessions ?? 0 },
    { name: 'isr_relay_sockets', help: 'Open sockets of the relay.', read: () => connections?.relay.sockets ?? 0 },
    { name: 'isr_relay_bits_per_second', help: 'What the relay carries.', read: () => connections?.relay.bitsPerSecond ?? 0 },
    { name: 'isr_screens', help: 'Screens and terminals open in pages.', read: () => connections?.screens.size ?? 0 },
    { name: 'isr_session_keys', help: 'What is held beside channels and sessions.', read: () => (connections ? connections.rendezvous.remembered + connections.screens.remembered : 0) },
    { name: 'isr_connections', help: 'Open connections.', read: () => connectionsOf(server) },
  ])

  // The contract's paths answer without the framework. Loading it takes as long as everything else
  // together, so hosts that wait for the server are answered first.
  const loadApi = once(async () => {
    const { createApi } = await import('./api.ts')
    const identity = await loadIdentity()
    const { rendezvous, policies } = await loadConnections()
    const { oidc } = identity
    return createApi({
      web: {
        clientOf,
        allowedHosts: config.allowedHosts,
        authenticate,
        record: audit.record,
        log,
      },
      registry,
      mayIn: identity.mayIn,
      guard,
      access: { ...identity, admitSignIn: guard.admitSignIn },
      policies: { registration, resolve: config.resolve, publicList },
      oidc: oidc ? { name: oidc.name } : null,
      console: {
        feedOf: feeds.of,
        watching: () => feeds.watching,
        settings: describeSettings(config),
        bus,
        clock,
        ticker,
        closing: closing.signal,
      },
      rendezvous,
      relayPolicies: policies,
      screenPolicies,
      links,
      audit: { audit, bus, clock },
      ops: {
        readMetrics,
        readiness: () =>
          closing.signal.aborted
            ? 'restarting'
            : database.isWritable()
              ? 'ready'
              : 'storage_unavailable',
      },
    })
  })
  const answerByApi = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { listener } = await loadApi()
    await listener(request, response)
  }
  const { server, endSilent } = createHttpServer({ ...config, isTrustedProxy }, (request, response) => {
    if (closing.signal.aborted) response.shouldKeepAlive = false
    if (legacy(request, response)) return
    answerByApi(request, response).catch((err: unknown) => {
      log.error({ err }, 'a request failed')
      response.destroy()
    })
  })

  handleUpgrades(server, {
    clientOf,
    allowedHosts: toAllowedHosts(config.allowedHosts),
    closing: closing.signal,
    handlers: Object.fromEntries(
      [CONTROL_PATH, RELAY_PATH, PROBE_PATH, SCREEN_PATH].map((path) => [
        path,
        async (upgrade) => (await loadConnections()).handlers[path]?.(upgrade),
      ]),
    ),
    log,
  })

  const url = await listen(server, config)
  await sleep(systemTicker, ANSWER_FIRST_MS)
  database.startWriting()
  const identity = await loadIdentity().catch((error: unknown) => {
    server.close()
    server.closeAllConnections()
    throw error
  })
  const stopWaiting = ticker.after(LOAD_API_AFTER_MS, () => {
    loadApi().catch((error: Error) => surroundings.onFatal(error))
  })

  const sweep = async (): Promise<number> => {
    await guard.sweep()
    await identity.sweep()
    await links.sweep()
    await audit.sweep()
    await connections?.rendezvous.sweep()
    return registry.sweep()
  }
  const stopSweeping = ticker.every(config.sweepInterval, () => {
    sweep().catch((err: unknown) => log.error({ err }, 'the sweep failed; it is tried again'))
  })

  return {
    url,
    ownerTokenFile,
    isOwnerTokenNew: ownerToken.isNew,
    needsSetUp: !(await identity.people.hasAny()),
    load: async () => (await loadApi()).routes,
    sweep,
    async close() {
      stopWaiting()
      stopSweeping()
      closing.abort()
      identity.passwords.close()
      await connections?.restart()
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      endSilent()
      // A kept-alive connection becomes idle when its last answer is sent, which nobody tells us.
      // Sockets live in real time, whatever clock the features were given.
      const stopClosing = systemTicker.every(CLOSE_IDLE_EVERY_MS, () => server.closeIdleConnections())
      await Promise.race([closed, sleep(systemTicker, DRAIN_MS)])
      stopClosing()
      server.closeAllConnections()
      await audit.close()
      await database.close()
    },
  }
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

const listen = (server: Server, { host, port }: Config): Promise<string> =>
  new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ host, port }, () => {
      server.off('error', fail)
      const { address, family, port: bound } = server.address() as AddressInfo
      done(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`)
    })
  })

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((done) => server.getConnections((error, count) => done(error ? -1 : count)))

/** Without the setting, everybody behind the proxy shares one budget and one ban. */
const proxyHint = (log: Log, clock: Clock): ((address: string) => void) => {
  let nextAt = Number.NEGATIVE_INFINITY
  return (address) => {
    if (clock.now() < nextAt) return
    nextAt = clock.now() + PROXY_HINT_EVERY_MS
    log.warn(
      { address },
      'requests come through a proxy that is not in --trusted-proxies: its clients share one limit',
    )
  }
}
