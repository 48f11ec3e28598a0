/**
 * The host's end of all tunnels. Only sessions that the server announced are served, each with its
 * one service, over the relay and over direct connections alike; a session that is ended has nothing
 * left that carries it. The server is believed about who may come, never about the PIN.
 */

import { createPublicKey, type KeyObject } from 'node:crypto'
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../../platform/clock.ts'
import type { Ticker } from '../../platform/ticker.ts'
import type { Carried, HostReason } from '../../protocol/control.ts'
import type { Candidate, Path } from '../../protocol/session.ts'
import { certificateOf } from './certificate.ts'
import { createGrants } from './grants.ts'
import type { Offer } from './host-proving.ts'
import { type Desk, type HostTunnel, serveTunnel } from './host-tunnel.ts'
import type { Target } from './local-service.ts'
import { boundNewcomers } from './newcomers.ts'
import { createPasses } from './passes.ts'
import type { PinKeeper } from './pin-keeper.ts'
import { ALPN, SETTINGS } from './wire.ts'

export type { Offer } from './host-proving.ts'

/** What happens at the host's end; all of it may be told to the server. */
export type HostEvents = {
  /** The controller proved that it may, over this path; once for each. */
  readonly onConnected?: (session: string, path: Path) => void
  readonly onWrongPin?: (session: string) => void
  /** The host will not serve the session, or gave up on it. */
  readonly onRefused?: (session: string, reason: HostReason) => void
  /** The local service did not answer. */
  readonly onServiceDown?: (session: string) => void
  /** What a session's direct path carried so far, while it changes. */
  readonly onCarried?: (session: string, carried: Carried) => void
  /**
   * The controller is gone from every path. `all` is what the programs sent; the server counts what
   * passes its relay by itself and needs to hear `byDirect` only.
   */
  readonly onEnded?: (session: string, all: Carried, byDirect: Carried) => void
}

export type HostEndOptions = HostEvents & {
  /** The host's Ed25519 private key. */
  readonly key: KeyObject
  readonly services: ReadonlyMap<string, Target>
  readonly pins: PinKeeper
  /** Where the host may be reached directly; told to who proved that it may connect. */
  readonly candidates?: () => readonly Candidate[]
  readonly clock: Clock
  readonly ticker: Ticker
}

type Live = {
  readonly offer: Offer
  readonly tunnels: Set<HostTunnel>
  readonly past: Record<Path, Carried>
  told: number
  stopWaiting: () => void
}

/** Sessions at once; as many as a host may name when it comes back to the server. */
const MAX_SESSIONS = 64

/** An offer nobody came for with a proof: longer than both deadlines of a tunnel together. */
const OFFERED_MS = 300_000

/** Tunnels of one session: relay and direct, and each of them again while the old one dies. */
const MAX_TUNNELS = 4

/** TLS must be done by then; on the relay the controller may come as late as its ticket, 30 s, allows. */
const HANDSHAKE_WITHIN_MS: Readonly<Record<Path, number>> = { direct: 10_000, relay: 45_000 }

/** Time for what was said last to leave when everything ends. */
const LAST_WORDS_MS = 1_000

/** How often the server hears what a direct path carries. */
const CARRIED_MS = 5_000

/** Reasons after which the same controller needs the PIN again. */
const DISTRUST: ReadonlySet<string> = new Set(['session_killed', 'authority_ended', 'host_removed'])

const NOTHING: Carried = { bytesToHost: 0, bytesToController: 0 }

const sum = (parts: readonly Carried[]): Carried => ({
  bytesToHost: parts.reduce((all, { bytesToHost }) => all + bytesToHost, 0),
  bytesToController: parts.reduce((all, { bytesToController }) => all + bytesToController, 0),
})

const onPath = ({ past, tunnels }: Live, path: Path): Carried =>
  sum([past[path], ...[...tunnels].filter((one) => one.path === path).map((one) => one.carried())])

const total = (live: Live): Carried => sum([onPath(live, 'relay'), onPath(live, 'direct')])

export type HostEnd = ReturnType<typeof createHostEnd>

export const createHostEnd = (options: HostEndOptions) => {
  const { key, services, pins, clock, ticker } = options
  const sessions = new Map<string, Live>()
  const tunnels = new Set<HostTunnel>()
  const streams = new Set<Duplex>()
  const grants = createGrants(clock)

  const forget = (session: string, tell: (live: Live) => void): void => {
    const live = sessions.get(session)
    if (!live) return
    sessions.delete(session)
    live.stopWaiting()
    tell(live)
  }

  const ended = (session: string): void =>
    forget(session, (live) => options.onEnded?.(session, total(live), onPath(live, 'direct')))

  const end = (session: string, reason: string): void => {
    if (DISTRUST.has(reason)) grants.revoke(session)
    const live = sessions.get(session)
    ended(session)
    for (const tunnel of live?.tunnels ?? []) tunnel.end(reason)
  }

  const desk: Desk = {
    pins,
    grants,
    passes: createPasses(key),
    clock,
    ticker,
    candidates: options.candidates ?? (() => []),
    targetOf: (service) => services.get(service),
    claim(session, tunnel) {
      const live = sessions.get(session)
      if (!live || live.tunnels.size >= MAX_TUNNELS) return undefined
      live.tunnels.add(tunnel)
      return live.offer
    },
    onProved(tunnel, { session }) {
      sessions.get(session)?.stopWaiting()
      newcomers.proved(tunnel.socket)
      options.onConnected?.(session, tunnel.path)
    },
    onWrongPin: (session) => options.onWrongPin?.(session),
    onServiceDown: (session) => options.onServiceDown?.(session),
    onClosed(tunnel, offer, refusal) {
      tunnels.delete(tunnel)
      const live = offer && sessions.get(offer.session)
      if (!live?.tunnels.delete(tunnel)) return
      live.past[tunnel.path] = sum([live.past[tunnel.path], tunnel.carried()])
      const { session } = live.offer
      if (live.tunnels.size > 0) return
      if (refusal) return forget(session, () => options.onRefused?.(session, refusal))
      // Before the proof another path may still come; after it the controller is gone.
      if (tunnel.isProved()) ended(session)
    },
  }

  const { direct, relay } = createServers(key, (http2, socket, path) => {
    tunnels.add(serveTunnel(http2, { socket, path }, desk))
  })
  const newcomers = boundNewcomers(direct)

  const stopTelling = ticker.every(CARRIED_MS, () => {
    for (const [session, live] of sessions) {
      const carried = onPath(live, 'direct')
      const bytes = carried.bytesToHost + carried.bytesToController
      if (bytes === live.told) continue
      live.told = bytes
      options.onCarried?.(session, carried)
    }
  })

  return {
    /** The server announced a session; `false` when the host will not serve it, having said so. */
    offer(offer: Offer): boolean {
      const { session, service } = offer
      if (sessions.has(session)) return true
      const reason = services.has(service) ? 'busy' : 'not_allowed'
      if (reason === 'not_allowed' || sessions.size >= MAX_SESSIONS) {
        options.onRefused?.(session, reason)
        return false
      }
      const stopWaiting = ticker.after(OFFERED_MS, () => end(session, 'peer_never_came'))
      const past = { direct: NOTHING, relay: NOTHING }
      sessions.set(session, { offer, tunnels: new Set(), past, told: 0, stopWaiting })
      return true
    },

    /** Takes the host's side of a relay tunnel. */
    accept(stream: Duplex): void {
      streams.add(stream)
      stream.on('error', () => undefined)
      stream.once('close', () => streams.delete(stream))
      relay.emit('connection', stream)
    },

    /** Listens for direct connections; 0 takes any free port. The port is returned. */
    listenDirect: (port: number): Promise<number> =>
      new Promise((resolve, reject) => {
        direct.once('error', reject)
        direct.listen(port, () => {
          direct.off('error', reject)
          resolve((direct.address() as AddressInfo).port)
        })
      }),

    /** Closes whatever carries a session, at once; the controller is told the reason. */
    end,

    /** Sessions that carry on, whatever becomes of the control channel. */
    live: (): readonly string[] =>
      [...sessions].filter(([, live]) => [...live.tunnels].some((one) => one.isProved())).map(([id]) => id),

    /** What the programs of a session sent over all paths. */
    carriedOf(session: string): Carried | undefined {
      const live = sessions.get(session)
      return live && total(live)
    },

    /** How much is held, for whoever watches over memory. */
    get held() {
      return { sessions: sessions.size, tunnels: tunnels.size, streams: streams.size, sockets: newcomers.sockets.size, grants: grants.size }
    },

    /** Ends everything. */
    close(): void {
      stopTelling()
      for (const session of sessions.keys()) end(session, 'peer_gone')
      for (const tunnel of tunnels) tunnel.end('peer_gone')
      // Those that never became a tunnel as well, once the last words of the others have left.
      ticker.after(LAST_WORDS_MS, () => {
        for (const stream of [...streams, ...newcomers.sockets]) stream.destroy()
      })
      grants.clear()
      relay.close()
      direct.close()
    },
  }
}

/** One server for streams of the relay, which never listens, and one for direct connections. */
const createServers = (
  key: KeyObject,
  serve: (http2: ServerHttp2Session, socket: TLSSocket, path: Path) => void,
) => {
  if (createPublicKey(key).asymmetricKeyType !== 'ed25519') throw new TypeError('no Ed25519 key')
  const identity = { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: certificateOf(key) }
  const create = (path: Path): Http2SecureServer => {
    const server = createSecureServer({
      ...identity,
      minVersion: 'TLSv1.3',
      ALPNProtocols: ALPN,
      allowHTTP1: false,
      handshakeTimeout: HANDSHAKE_WITHIN_MS[path],
      settings: SETTINGS,
    })
    // What node:http2 shows as its socket throws once a session has let go of it, which is before
    // that is closed. A session is made in the turn in which its socket is ready.
    let latest: TLSSocket
    server.prependListener('secureConnection', (socket: TLSSocket) => (latest = socket))
    server.on('session', (http2) => serve(http2, latest, path))
    // Whoever does not speak HTTP/2 gets no answer, and no time.
    server.on('unknownProtocol', (socket) => socket.destroy())
    server.on('sessionError', () => undefined)
    server.on('tlsClientError', (_error, socket) => socket.destroy())
    // A connection that could not be taken, for want of files or so, is not the end of the others.
    server.on('error', () => undefined)
    return server
  }
  return { direct: create('direct'), relay: create('relay') }
}
