/**
 * One screen or terminal in a page: a session with the host that the server itself controls, the
 * tunnel to it, and the page's bytes through it. Promise: however it ends, all of it ends together,
 * and whoever ended it is named in the session's record and to the page.
 */

import type { Duplex } from 'node:stream'
import { openTunnel, type Tunnel } from '../client/tunnel/controller-end.ts'
import { TunnelError } from '../client/tunnel/errors.ts'
import type { Client } from '../http/client-address.ts'
import type { Log } from '../platform/log.ts'
import { Refusal, type RefusalCode } from '../protocol/refusals.ts'
import type { SessionOffer } from '../protocol/session.ts'
import type { Admitted } from './admitting.ts'
import type { Again, createAgains } from './again.ts'
import { toPage, toProgram } from './carry.ts'
import { type AcceptRelay, takeSeat } from './inner-relay.ts'
import type { Gone, Page, Time } from './page.ts'
import { toBreak, toRefusal } from './reasons.ts'
import { openShell, type Shell } from './shell.ts'
import { ViewOnlyFilter } from './view-only.ts'
import type { Visit } from './visit.ts'

/** What a screen asks of the rest of the server. */
export type ScreenPorts = Time & {
  readonly accept: AcceptRelay
  /** Ends a session that may not go on. */
  readonly end: (sessionId: string, reason: RefusalCode) => void
  readonly onWrongLogin: (client: Client) => void
  readonly agains: ReturnType<typeof createAgains>
  /** The host let it in. */
  readonly onOpened: (screen: Screen) => void
  /** The host as its tenant knows it. */
  readonly nameOf: (visit: Visit) => Promise<string>
  readonly log: Log
}

/** What was opened of the host's service. */
type Carrier = { readonly program: Duplex; readonly shell?: Shell }

/** What the host still has to read when the page leaves gets this long, milliseconds. */
const LAST_WORDS_MS = 1000

/** Reasons after which nobody comes back without asking anew. */
const FINAL: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'session_killed',
  'authority_ended',
  'host_removed',
  'screens_off',
  'links_off',
])

/** One screen, from the offer to the end. */
export class Screen {
  readonly visit: Visit
  readonly client: Client
  readonly offer: SessionOffer
  readonly #page: Page
  readonly #ports: ScreenPorts
  readonly #admitted: Admitted
  #stream: Duplex | undefined
  #tunnel: Tunnel | undefined
  #carrier: Carrier | undefined
  #again: Again | undefined
  #isOver = false
  #isFinal = false

  constructor(
    { page, client, admitted, offer }: { page: Page; client: Client; admitted: Admitted; offer: SessionOffer },
    ports: ScreenPorts,
  ) {
    this.visit = admitted.visit
    this.client = client
    this.offer = offer
    this.#page = page
    this.#admitted = admitted
    this.#ports = ports
  }

  /** Opens it; resolves when the page has been told so, or why not. */
  async open(): Promise<void> {
    try {
      await this.#open()
    } catch (error) {
      const refusal = toRefusal(error)
      if (refusal.code === 'internal_error') this.#ports.log.error({ err: error }, 'a screen failed')
      // Whoever is told why tries again at once, and must find what he came with.
      await this.#undo().finally(() => {
        this.end(refusal.code)
        // It may have ended while something of it was still being opened.
        this.#cut()
      })
    }
  }

  /** Takes nothing for what did not come about. */
  async #undo(): Promise<void> {
    if (this.#carrier) return
    if (!this.#isFinal) this.#admitted.putBack()
    await this.#admitted.giveBack()
  }

  async #open(): Promise<void> {
    const { clock, ticker, accept } = this.#ports
    const { offer, client, visit } = this
    const stream = await takeSeat(accept, { ticket: offer.ticket, client })
    stream.on('error', () => undefined)
    this.#stream = stream
    this.#refuseOver()
    const tunnel = await openTunnel({
      stream,
      hostKey: offer.hostKey,
      session: offer.id,
      service: offer.service,
      grant: this.#admitted.grant,
      askPin: async (attempt) => (await this.#page.ask({ type: 'pin', attempt })).pin,
      path: 'relay',
      clock,
      ticker,
    })
    this.#tunnel = tunnel
    this.#refuseOver()
    void tunnel.closed.then((reason) => this.end(reason && toBreak(reason)))
    const carrier =
      visit.kind === 'terminal' ? await this.#openShell(tunnel) : { program: await connectTo(tunnel) }
    this.#carrier = carrier
    carrier.program.on('error', () => this.end('peer_gone'))
    this.#refuseOver()
    this.#ports.onOpened(this)
    await this.#start(carrier)
  }

  async #openShell(tunnel: Tunnel): Promise<Carrier> {
    const shell = await openShell({
      connect: () => connectTo(tunnel),
      ask: (attempt, fingerprint) => this.#page.ask({ type: 'login', attempt, fingerprint }),
      onWrong: () => this.#ports.onWrongLogin(this.client),
      ticker: this.#ports.ticker,
    })
    return { program: shell.stream, shell }
  }

  async #start({ program, shell }: Carrier): Promise<void> {
    const { offer, visit } = this
    const name = await this.#ports.nameOf(visit)
    this.#refuseOver()
    const again = this.#ports.agains.give({ visit, grant: this.#tunnel?.grant })
    this.#again = again
    this.#page.say({
      type: 'ready',
      session: offer.id,
      host: { name, code: offer.code },
      service: offer.service,
      kind: visit.kind,
      isViewOnly: visit.isViewOnly,
      again: again.secret,
    })
    const filter = visit.isViewOnly ? new ViewOnlyFilter() : undefined
    const { socket } = this.#page
    const write = toProgram(socket, program)
    this.#page.open(
      (bytes) => this.#guarded(() => write(filter ? filter.fromClient(bytes) : bytes)),
      shell?.resize,
    )
    program.once('end', () => this.end(undefined))
    program.once('close', () => this.end('peer_gone'))
    toPage(program, socket, filter && ((bytes) => filter.fromServer(bytes)))
  }

  #guarded(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.end(toRefusal(error).code)
    }
  }

  #refuseOver(): void {
    if (this.#isOver) throw new Refusal('peer_gone')
  }

  /** The page is gone: whoever left in order is done, the others may come back. */
  onPageGone({ isLeaving, reason }: Gone): void {
    if (reason !== undefined) return this.end(reason)
    this.#finish(isLeaving ? undefined : 'peer_gone', isLeaving)
  }

  /** The session has ended by whatever ended it. */
  onSessionEnded(reason: RefusalCode | undefined): void {
    this.#finish(reason, true)
  }

  /** Ends it because of `reason`; both sides are done without one. */
  end(reason: RefusalCode | undefined): void {
    if (this.#isOver) return
    this.#finish(reason, reason === undefined)
    // What broke off is noticed by the relay, which knows who did, once we have a seat there.
    const isNoticed = reason === undefined || (reason === 'peer_gone' && this.#stream !== undefined)
    if (!isNoticed) this.#ports.end(this.offer.id, reason)
  }

  #finish(reason: RefusalCode | undefined, isInOrder: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#isFinal = reason !== undefined && FINAL.has(reason)
    if (this.#isFinal) this.#again?.forget()
    this.#again?.onBroken()
    this.#page.close(reason)
    const program = this.#carrier?.program
    // The relay must not take what broke for somebody who was done.
    if (!isInOrder) this.#stream?.destroy(new TunnelError(reason ?? 'peer_gone'))
    if (!isInOrder || !program || program.destroyed) return this.#cut()
    const stop = this.#ports.ticker.after(LAST_WORDS_MS, () => this.#cut())
    program.once('close', () => {
      stop()
      this.#cut()
    })
    program.end()
    program.resume()
  }

  #cut(): void {
    this.#carrier?.shell?.close()
    this.#tunnel?.close()
    this.#stream?.destroy()
  }
}

/** A connection to the service, whose errors are somebody's from its first moment on. */
const connectTo = async (tunnel: Tunnel): Promise<Duplex> => {
  const program = await tunnel.connect()
  return program.on('error', () => undefined)
}
