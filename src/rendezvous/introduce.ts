/**
 * A controller asks for the host of a code: who may, which host, whether it is there, which of its
 * services, and only then a session. Whoever may not know learns one and the same thing.
 */

import type { Client } from '../http/client-address.ts'
import type { Maybe } from '../platform/maybe.ts'
import { type Actor, type EndedAuthority, isOf, may, type Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { SessionOffer } from '../protocol/session.ts'
import type { Clock } from '../platform/clock.ts'
import type { Channel } from './channel.ts'
import type { Asking } from './live.ts'
import type { createResume } from './resume.ts'
import type { Sessions } from './sessions.ts'

/** What is read of the registry's record of a code. */
export type Sought = {
  readonly code: string
  readonly hostId: string
  readonly tenantId: string
  readonly updatedAt: number
  readonly key: string | undefined
  /** `address`: no host agent has ever registered it. */
  readonly reach: 'address' | 'agent' | 'both'
}

/** Finds the record of a code that `isShown`, under the guards of resolve. Throws `Refusal`. */
export type Seek = (
  client: Client,
  code: string,
  isShown: (sought: Sought) => boolean,
  within?: Scope,
) => Maybe<Sought>

/** What a controller asks for; `service` may be left to the host. */
export type Wanted = {
  readonly code: string
  readonly service?: string | undefined
  readonly name: string
  readonly instance: string
  /** Of an earlier offer. */
  readonly resume?: string | undefined
}

export type IntroduceOptions = {
  readonly seek: Seek
  /** The live record of a code, for those who need not be watched. */
  readonly recall: (code: string) => Maybe<Sought | undefined>
  readonly resume: ReturnType<typeof createResume>
  readonly resolve: 'open' | 'signed-in'
  readonly channelOf: (hostId: string) => Channel | undefined
  readonly sessions: Sessions
  /** Refuses an address that gave too many wrong PINs. */
  readonly admitPins: (client: Client) => Promise<void>
  /** Bans and budgets for those who need not be watched. Throws `Refusal`. */
  readonly admitKnown: (client: Client, code: string) => Maybe<void>
  /** A host of a tenant. Throws `Refusal`. */
  readonly hostOf: (scope: Scope, id: string) => Promise<Host>
  readonly clock: Clock
}

/** What the server wants for a page, of a host of the actor's tenant. */
export type WantedByPage = {
  readonly hostId: string
  readonly service: string
  /** One page: its newer session replaces its older one. */
  readonly instance: string
  readonly isViewOnly: boolean
}

/** The verb, and what must be told to it. */
export const createIntroduce = (options: IntroduceOptions) => {
  const { seek, recall, resume, channelOf, sessions, clock } = options
  const waiting = new Set<{ readonly actor: Actor; isOver: boolean }>()

  const admit = (actor: Actor): Scope | undefined => {
    if (options.resolve === 'open') return undefined
    if (may(actor, 'codes:resolve')) return actor
    if (actor.kind === 'anonymous') throw new Refusal('sign_in_required')
    throw new Refusal('forbidden', { detail: 'codes:resolve' })
  }

  /** Finds what `isShown`. Throws `Refusal`, also if the answer took longer than the authority held. */
  const find = async (
    client: Client,
    actor: Actor,
    { code, resume: earlier }: Wanted,
    isShown: (sought: Sought) => boolean,
  ): Promise<{ sought: Sought; isResumed: boolean }> => {
    const within = admit(actor)
    const asking = { actor, isOver: false }
    waiting.add(asking)
    try {
      await options.admitPins(client)
      const known = earlier === undefined ? undefined : await recall(code)
      const isWithin = within === undefined || known?.tenantId === within.tenantId
      const isResumed = isWithin && known !== undefined && resume.isOf(earlier ?? '', known)
      if (isResumed) await options.admitKnown(client, code)
      const sought = isResumed ? known : await seek(client, code, isShown, within)
      if (asking.isOver) throw new Refusal('sign_in_required')
      return { sought, isResumed }
    } finally {
      waiting.delete(asking)
    }
  }

  const introduce = async (client: Client, actor: Actor, wanted: Wanted): Promise<SessionOffer> => {
    const isKnownIn = ({ tenantId }: Scope): boolean =>
      may(actor, 'codes:resolve') && actor.tenantId === tenantId
    const isShown = (sought: Sought): boolean =>
      isKnownIn(sought) || sought.reach !== 'agent' || channelOf(sought.hostId) !== undefined
    const { sought, isResumed } = await find(client, actor, wanted, isShown)
    const isSignedIn = isKnownIn(sought)
    const channel = channelOf(sought.hostId)
    if (!channel) throw absent(sought, isSignedIn || isResumed)
    const service = serviceOf(channel, wanted.service)
    const { name, instance } = wanted
    const by = { via: 'program', isViewOnly: false } as const
    return offer({ client, actor, name, instance, service, isSignedIn, ...by }, channel)
  }

  const offer = (asking: Asking, channel: Channel): SessionOffer => {
    const { service, isSignedIn } = asking
    const { id, ticket, expiresAt } = sessions.ask(asking, channel)
    return {
      id,
      code: channel.code,
      service,
      ticket,
      hostKey: channel.key,
      candidates: isSignedIn ? channel.candidates : [],
      expiresAt,
      time: clock.now(),
      resume: resume.make(channel),
    }
  }

  /** The same for a page, whose controller is the server itself; a guest is a stranger to the relay. */
  const introducePage = async (
    client: Client,
    actor: Actor,
    { hostId, service, instance, isViewOnly }: WantedByPage,
  ): Promise<SessionOffer> => {
    await options.admitPins(client)
    const channel = channelOf(hostId)
    if (channel?.tenantId !== actor.tenantId) {
      const { agent, presence, presenceAt } = await options.hostOf(actor, hostId)
      if (agent === null && presence !== 'offline') throw new Refusal('no_agent')
      throw new Refusal('host_offline', { detail: new Date(presenceAt ?? clock.now()).toISOString() })
    }
    if (!channel.allowsBrowser) throw new Refusal('browser_not_allowed')
    return offer(
      {
        client,
        actor,
        name: '',
        instance,
        service: serviceOf(channel, service),
        isSignedIn: actor.kind !== 'guest',
        via: 'browser',
        isViewOnly,
      },
      channel,
    )
  }

  return {
    introduce,
    introducePage,

    /** Whoever still waits under an authority that has ended is refused. */
    endAuthority(ended: EndedAuthority): void {
      for (const asking of waiting) if (isOf(ended, asking.actor)) asking.isOver = true
    },
  }
}

const absent = ({ reach, updatedAt }: Sought, isKnown: boolean): Refusal =>
  reach === 'address' || !isKnown
    ? new Refusal('no_agent')
    : new Refusal('host_offline', { detail: new Date(updatedAt).toISOString() })

const serviceOf = ({ services }: Channel, wanted: string | undefined): string => {
  const found = wanted === undefined ? services[0] : services.find((name) => name === wanted)
  if (found === undefined) {
    throw new Refusal('service_not_found', { detail: services.join(', ') || '-' })
  }
  return found
}
