/**
 * Screens and terminals in pages: who may open one, how many there may be, and what ends them all at
 * once. The server plays the controller's part, so it sees what they show; pages say so.
 */

import type { IncomingMessage } from 'node:http'
import { WebSocketServer } from 'ws'
import type { Client } from '../http/client-address.ts'
import { createCrowd } from '../http/crowd.ts'
import { toRefusal } from '../http/problem.ts'
import type { Upgrade } from '../http/upgrade.ts'
import type { Bus } from '../platform/bus.ts'
import type { Log } from '../platform/log.ts'
import { type Actor, type EndedAuthority, isOf, type Scope } from '../protocol/actor.ts'
import type { Host } from '../protocol/api.ts'
import type { RecordAct } from '../protocol/audit.ts'
import type { Events } from '../protocol/events.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'
import type { ScreenPolicy } from '../protocol/screen.ts'
import type { SessionOffer } from '../protocol/session.ts'
import { admitVisit } from './admitting.ts'
import { createAgains } from './again.ts'
import type { AcceptRelay } from './inner-relay.ts'
import { Page, type Time } from './page.ts'
import { refuseFull } from './places.ts'
import { mayOpen } from './policy.ts'
import { Screen, type ScreenPorts } from './screen.ts'
import type { LinkPort, Visit } from './visit.ts'

/** What screens need of the rendezvous. */
export type RendezvousPort = {
  /** Throws `Refusal`. */
  readonly introducePage: (
    client: Client,
    actor: Actor,
    wanted: Pick<Visit, 'hostId' | 'service' | 'instance' | 'isViewOnly'>,
  ) => Promise<SessionOffer>
  readonly end: (sessionId: string, reason: RefusalCode) => void
}

export type ScreenOptions = Time & {
  readonly rendezvous: RendezvousPort
  readonly acceptRelay: AcceptRelay
  readonly links: LinkPort
  readonly policy: () => ScreenPolicy
  readonly authenticate: (request: IncomingMessage) => Promise<Actor>
  /** A host of a tenant; throws `Refusal` when there is none. */
  readonly hostOf: (scope: Scope, id: string) => Promise<Host>
  /** Somebody was not who he said he was at a host's SSH server. */
  readonly onWrongLogin: (client: Client) => void
  readonly record: RecordAct
  readonly bus: Bus<Events>
  readonly log: Log
}

/** Pages that have not said what they want: an office behind one address that reloads is let in. */
const GREETING = { max: 500, maxOfAddress: 50, retryAfterMs: 5000 }

/** Longest message of a page, bytes; noVNC sends 10 KiB at most, text has a limit of its own. */
const MAX_PAYLOAD_BYTES = 256 * 1024

/** The screens of this server. */
export type Screens = ReturnType<typeof createScreens>

/** What is held of a page. */
type Guest = {
  actor: Actor
  readonly page: Page
  screen: Screen | undefined
  /** Has a place among the screens, from before the host is asked. */
  hasPlace: boolean
}

export const createScreens = (options: ScreenOptions) => {
  const { clock, ticker, bus, log, rendezvous } = options
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD_BYTES,
  })
  const guests = new Set<Guest>()
  const bySession = new Map<string, Guest>()
  const authenticating = new Set<EndedAuthority[]>()
  const agains = createAgains(clock)
  const greetings = createCrowd(GREETING)
  let isClosed = false

  const ports: ScreenPorts = {
    clock,
    ticker,
    log,
    agains,
    accept: options.acceptRelay,
    end: rendezvous.end,
    onWrongLogin: options.onWrongLogin,
    nameOf: async ({ actor, hostId }) => (await options.hostOf(actor, hostId)).name,
    onOpened: (screen) => void recordOpened(screen),
  }

  const recordOpened = ({ visit, client, offer }: Screen): Promise<void> => {
    const { service, kind, isViewOnly } = visit
    return options.record({
      actor: visit.actor,
      address: client.address,
      action: 'screen.opened',
      object: { kind: 'host', id: visit.hostId, name: offer.code },
      after: { service, kind, isViewOnly },
    })
  }

  /** Gives a page its place. Throws `Refusal` when there is none left. */
  const takePlace = (guest: Guest): void => {
    const taken = [...guests].filter(({ hasPlace }) => hasPlace)
    refuseFull(guest.actor, taken.map(({ actor }) => actor))
    guest.hasPlace = true
  }

  const open = async (guest: Guest, client: Client): Promise<void> => {
    const { page } = guest
    const request = await page.first()
    const how = { links: options.links, policy: options.policy, agains, now: () => clock.now() }
    const admitted = await admitVisit(request, { actor: guest.actor, client }, how)
    const { visit, giveBack, putBack } = admitted
    guest.actor = visit.actor
    try {
      // A link that was revoked while it was being taken ended before anybody was known to hold it.
      const isGood = visit.link === undefined || (await options.links.isGood(visit.link.id))
      if (!isGood) throw new Refusal('link_not_found')
      if (page.isGone) throw new Refusal('peer_gone')
      takePlace(guest)
      const offer = await rendezvous.introducePage(client, visit.actor, visit)
      guest.screen = new Screen({ page, client, admitted, offer }, ports)
      bySession.set(offer.id, guest)
    } catch (error) {
      putBack()
      await giveBack()
      throw error
    }
    // Whoever left while the host was looked for; his session is nobody's.
    if (page.isGone) {
      guest.screen.end('peer_gone')
      forget(guest)
      putBack()
      return giveBack()
    }
    await guest.screen.open()
  }

  const forget = (guest: Guest): void => {
    guests.delete(guest)
    if (guest.screen) bySession.delete(guest.screen.offer.id)
  }

  const greet = (page: Page, actor: Actor, client: Client, leave: () => void): Guest => {
    const guest: Guest = { actor, page, screen: undefined, hasPlace: false }
    guests.add(guest)
    open(guest, client)
      .catch((error: unknown) => {
        const refusal = toRefusal(error as Error)
        if (refusal.code === 'internal_error') log.error({ err: error }, 'a screen failed')
        page.close(refusal.code)
      })
      .finally(leave)
    return guest
  }

  const endWhere = (isMeant: (guest: Guest) => boolean, reasonOf: (guest: Guest) => RefusalCode): void => {
    for (const guest of guests) {
      if (!isMeant(guest)) continue
      if (guest.screen) guest.screen.end(reasonOf(guest))
      else guest.page.close(reasonOf(guest))
    }
  }

  /** Who asks; what ends while that is read counts as well. */
  const authenticate = async (request: IncomingMessage): Promise<Actor> => {
    const meanwhile: EndedAuthority[] = []
    authenticating.add(meanwhile)
    try {
      const actor = await options.authenticate(request)
      if (meanwhile.some((ended) => isOf(ended, actor))) throw new Refusal('sign_in_required')
      return actor
    } finally {
      authenticating.delete(meanwhile)
    }
  }

  bus.on('session.ended', ({ session: { id, reason } }) => {
    bySession.get(id)?.screen?.onSessionEnded((reason ?? undefined) as RefusalCode | undefined)
  })
  bus.on('authority.ended', (ended) => {
    for (const meanwhile of authenticating) meanwhile.push(ended)
    endWhere(({ actor }) => isOf(ended, actor), () => 'authority_ended')
  })

  return {
    /** Takes an upgrade of `SCREEN_PATH` over. Throws `Refusal`. */
    async accept({ request, socket, head, client }: Upgrade): Promise<void> {
      if (socket.destroyed) return
      const leave = greetings.enter(client.bucket)
      socket.once('close', leave)
      const actor = await authenticate(request)
      if (isClosed) throw new Refusal('restarting', { retryAfterMs: 1000 })
      sockets.handleUpgrade(request, socket, head, (upgraded) => {
        let guest: Guest | undefined
        const page = new Page(upgraded, { clock, ticker }, (gone) => {
          if (!guest) return
          guest.screen?.onPageGone(gone)
          forget(guest)
        })
        guest = greet(page, actor, client, leave)
      })
    },

    /** Holds open screens to a policy that may be a new one. */
    obey(policy: ScreenPolicy): void {
      const isGuest = ({ actor }: Guest): boolean => actor.kind === 'guest'
      endWhere(
        (guest) => !mayOpen(policy, isGuest(guest)),
        (guest) => (isGuest(guest) ? 'links_off' : 'screens_off'),
      )
    },

    /** Screens that are open or being opened. */
    get size(): number {
      return bySession.size
    },

    /** What is held beside screens. */
    get remembered(): number {
      return guests.size + greetings.size
    },

    /** Ends all of them because the server restarts. */
    restart(): void {
      isClosed = true
      for (const { screen, page } of guests) {
        // The rendezvous ends the sessions themselves.
        screen?.onSessionEnded('restarting')
        page.close('restarting')
      }
    },
  }
}
