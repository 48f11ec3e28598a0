/** How people come into a tenant and leave it, put together: members, invitations, OpenID Connect. */

import { readFileSync, statSync } from 'node:fs'
import type { Bus } from '../platform/bus.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Events } from '../protocol/events.ts'
import { type Database, OpenError } from '../store/database.ts'
import { createInvitations, type Invitations } from './invitations/invitations.ts'
import { createInvitationStore } from './invitations/store.ts'
import { createMembers } from './members/members.ts'
import { createMemberStore } from './members/store.ts'
import { createAttempts } from './oidc/attempts.ts'
import { createOidc, type Oidc } from './oidc/oidc.ts'
import { createProvider } from './oidc/provider.ts'
import { createIdentityStore } from './oidc/store.ts'
import type { Passwords } from './people/passwords.ts'
import type { People } from './people/people.ts'

/** The settings of OpenID Connect; without an issuer it is off. */
export type OidcSettings = {
  readonly oidcIssuer: string
  readonly oidcClientId: string
  readonly oidcClientSecretFile: string
  readonly oidcName: string
  readonly publicUrl: string
}

export type JoiningOptions = {
  readonly database: Database
  readonly people: People
  readonly passwords: Passwords
  readonly settings: OidcSettings
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** Throws `OpenError` when the file with the client's secret cannot be read. */
export const createJoining = (options: JoiningOptions) => {
  const { database, people, passwords, clock, bus } = options
  const invitations = createInvitations({
    store: createInvitationStore(database),
    passwords,
    personOf: people.findByLogin,
    clock,
    bus,
  })
  return {
    members: createMembers({ store: createMemberStore(database), clock, bus }),
    invitations,
    /** Absent when no provider is configured. */
    oidc: options.settings.oidcIssuer === '' ? undefined : oidcOf(options, invitations),
  }
}

const oidcOf = (options: JoiningOptions, invitations: Invitations): Oidc => {
  const { database, people, settings, clock, log } = options
  return createOidc({
    name: settings.oidcName,
    isSecure: settings.publicUrl.startsWith('https:'),
    provider: createProvider({
      issuer: settings.oidcIssuer,
      clientId: settings.oidcClientId,
      clientSecret: readSecret(settings.oidcClientSecretFile, log),
      publicUrl: settings.publicUrl,
      clock,
      log,
    }),
    attempts: createAttempts(),
    store: createIdentityStore(database),
    invitations,
    tenantsOf: async (personId) => people.membershipsOf(personId),
    clock,
  })
}

const readSecret = (file: string, log: Log): string | undefined => {
  if (file === '') return undefined
  try {
    const secret = readFileSync(file, 'utf8').trim()
    if (secret === '') throw new OpenError(`${file} (--oidc-client-secret-file) is empty.`)
    if ((statSync(file).mode & FOR_OTHERS) !== 0) {
      log.warn({ file }, 'others on this machine may read the OpenID secret: chmod 600 it')
    }
    return secret
  } catch (error) {
    if (error instanceof OpenError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new OpenError(`${file} (--oidc-client-secret-file) cannot be read (${code}).`)
  }
}

/** The bits of a file's mode that let anybody but its owner in. */
const FOR_OTHERS = 0o077
