/**
 * The connected side of the composition: control channels, sessions and the relay between them.
 * Loaded after the server listens, as everything that old hosts and controllers do not need.
 */

import type { IncomingMessage } from 'node:http'
import type { Config } from './config.ts'
import type { Guard } from './guard/index.ts'
import type { UpgradeHandler } from './http/upgrade.ts'
import type { Bus } from './platform/bus.ts'
import type { Links } from './links/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Log } from './platform/log.ts'
import type { Ticker } from './platform/ticker.ts'
import type { Actor } from './protocol/actor.ts'
import { CONTROL_PATH, PROBE_PATH, RELAY_PATH } from './protocol/control.ts'
import type { RecordAct } from './protocol/audit.ts'
import type { Events } from './protocol/events.ts'
import { SCREEN_PATH } from './protocol/screen.ts'
import { fingerprintOf, type Registry } from './registry/index.ts'
import { createRelay, readPolicyStore, type Relay } from './relay/index.ts'
import {
  createPresenceBook,
  createProbe,
  createRendezvous,
  createSessionStore,
} from './rendezvous/index.ts'
import { makeScreens, type ScreenPolicyStore, type Screens } from './screens/index.ts'
import type { Database } from './store/database.ts'
import { VERSION } from './version.ts'

export type ConnectionOptions = {
  readonly config: Config
  readonly database: Database
  readonly registry: Registry
  readonly ownerToken: string
  readonly guard: Pick<Guard, 'admitPins' | 'admitKnown' | 'countWrongPin'>
  readonly authenticate: (request: IncomingMessage) => Promise<Actor>
  readonly links: Links
  readonly screenPolicies: ScreenPolicyStore
  readonly record: RecordAct
  readonly clock: Clock
  readonly ticker: Ticker
  readonly bus: Bus<Events>
  readonly log: Log
}

export type Connections = Awaited<ReturnType<typeof composeConnections>>

export const composeConnections = async (options: ConnectionOptions) => {
  const { config, database, clock, ticker, log } = options
  const book = createPresenceBook()
  const policies = await readPolicyStore(database)
  const relay: Relay = createRelay({
    redeem: (ticket) => rendezvous.redeem(ticket),
    onEvent: (sessionId, event) => rendezvous.onRelay(sessionId, event),
    policy: policies.current,
    clock,
    ticker,
    log,
  })
  const rendezvous = createRendezvous({
    ...options,
    store: createSessionStore(database),
    book,
    relay,
    policy: policies.current,
    fingerprintOf,
    resolve: config.resolve,
    resumeSecret: options.ownerToken,
    ttlMs: config.ttl,
    keepMs: config.sessionsKeep,
  })
  const screens: Screens = await makeScreens({
    ...options,
    rendezvous,
    acceptRelay: relay.accept,
    policy: options.screenPolicies.current,
    hostOf: options.registry.host,
    // Guessing a password through a page is guessing a PIN: twenty of an address, at all hosts.
    onWrongLogin: options.guard.countWrongPin,
  })
  const probe = createProbe({ version: VERSION, clock, ticker })
  const handlers: Record<string, UpgradeHandler> = {
    [CONTROL_PATH]: rendezvous.acceptControl,
    [RELAY_PATH]: relay.accept,
    [PROBE_PATH]: probe.accept,
    [SCREEN_PATH]: screens.accept,
  }
  return {
    book,
    policies,
    relay,
    rendezvous,
    screens,
    handlers,

    /** Whether the relay takes sessions now, and whose. */
    get relayState(): 'open' | 'closed' | 'off' | 'full' {
      const { isOn, isForStrangers, sessions } = policies.current()
      if (!isOn) return 'off'
      if (relay.tunnels >= sessions) return 'full'
      return isForStrangers ? 'open' : 'closed'
    },

    /** Ends what is connected because the server restarts; hosts are told when to come back. */
    async restart(): Promise<void> {
      probe.restart()
      screens.restart()
      await Promise.all([relay.drain(), rendezvous.restart()])
    },
  }
}
