/**
 * The access side of the composition: people, tokens, tenants and who sends a request. Loaded after
 * the server listens, because old hosts and controllers need none of it and start-up should be short.
 */

import type { IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import {
  createAccess,
  createDeviceLogins,
  createJoining,
  createPeopleRoom,
  createSignIns,
  createSignInStore,
  createTenants,
  createTenantStore,
  createTokens,
  createTokenStore,
  type PasswordCost,
} from './access/index.ts'
import type { Config } from './config.ts'
import type { Client } from './http/client-address.ts'
import type { Bus } from './platform/bus.ts'
import type { Clock } from './platform/clock.ts'
import type { Log } from './platform/log.ts'
import { OTHERS_COULD_READ, readOrCreateSecretFile } from './platform/secrets.ts'
import type { Ticker } from './platform/ticker.ts'
import { type Actor, may, type Permission } from './protocol/actor.ts'
import type { Events } from './protocol/events.ts'
import type { Registry } from './registry/index.ts'
import type { Database } from './store/database.ts'
import { explain } from './store/sqlite.ts'

export type IdentityOptions = {
  readonly config: Config
  readonly database: Database
  readonly registry: Pick<Registry, 'countOf' | 'findBearer'>
  readonly clientOf: (request: IncomingMessage) => Client
  readonly ownerToken: string
  readonly ownerTokenFile: string
  /** What hashing a password costs; the one of today unless given. */
  readonly passwordCost?: PasswordCost | undefined
  readonly clock: Clock
  readonly ticker: Ticker
  readonly bus: Bus<Events>
  readonly log: Log
}

/** Throws `OpenError` when a file with a secret cannot be read. */
export const composeIdentity = (options: IdentityOptions) => {
  const { config, database, registry, clientOf, clock, ticker, bus, log } = options
  const tokens = createTokens({ store: createTokenStore(database), clientOf, clock, bus, log })
  const devices = createDeviceLogins({ tokens, clock })
  const tenants = createTenants({
    store: createTenantStore(database),
    clock,
    countHosts: registry.countOf,
  })
  const secretKeyFile = join(dirname(options.ownerTokenFile), 'secret-key')
  const secretKey = explain(secretKeyFile, () => readOrCreateSecretFile(secretKeyFile, 'isrk'))
  if (secretKey.wasOpen) log.warn({ file: secretKeyFile }, OTHERS_COULD_READ)
  const room = createPeopleRoom({
    database,
    secretKey: secretKey.secret,
    passwordCost: options.passwordCost,
    clock,
    ticker,
    bus,
    log,
  })
  const { people, passwords } = room
  const joining = createJoining({ database, people, passwords, settings: config, clock, bus, log })
  const signInStore = createSignInStore(database)
  const access = createAccess({
    signIns: signInStore,
    ownerToken: options.ownerToken,
    clock,
    bearers: { isrp_: tokens.find, isrt_: tokens.find, isrh_: registry.findBearer },
    personOf: async ({ personId = '', tenantId }) => people.actorIn(personId, tenantId),
    hasTenant: tenants.has,
    onSeen: (signIn) => signIns.saw(signIn),
  })
  const { ownerTokenHash } = access
  const signIns = createSignIns({ store: signInStore, ownerTokenHash, clock, bus, log })

  return {
    ...room,
    ...joining,
    tokens,
    devices,
    tenants,
    access,
    signIns,

    /** Whether somebody may do something in a tenant, also in one that he does not work in now. */
    async mayIn(actor: Actor, tenantId: string, needed: Permission): Promise<boolean> {
      if (actor.kind === 'owner-token') return tenants.has(tenantId)
      if (actor.kind !== 'person' || actor.personId === undefined) return false
      const there = await people.actorIn(actor.personId, tenantId)
      return there !== undefined && may(there, needed)
    },

    /** Drops what has run out. */
    async sweep(): Promise<void> {
      await signIns.sweep()
      await tokens.sweep()
      await joining.invitations.sweep()
      devices.sweep()
    },
  }
}
