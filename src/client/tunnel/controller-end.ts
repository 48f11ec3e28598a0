/**
 * The controller's end of a tunnel: proves the host's key, then that we know the PIN, then carries
 * the connections of local programs. Nothing is said to an end that holds another key, and the PIN
 * itself is never said to anybody.
 */

import { type ClientHttp2Session, connect, constants } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../platform/clock.ts'
import type { Ticker } from '../../platform/ticker.ts'
import type { RefusalCode } from '../../protocol/refusals.ts'
import { REFUSALS } from '../../protocol/refusals.ts'
import type { Candidate, Path } from '../../protocol/session.ts'
import { ServiceError, TunnelError } from './errors.ts'
import { provedSocket } from './host-proof.ts'
import { type Admitted, type Grant, type KeptPasses, letIn } from './letting-in.ts'
import { type Counted, toProgram } from './program-stream.ts'
import { answered } from './request.ts'
import { watchSilence } from './silence.ts'
import { PING_MS, REASON_HEADER, SETTINGS, TUNNEL_WINDOW_BYTES } from './wire.ts'

export type TunnelOptions = {
  /** The relay's stream, or a socket of `dialDirect`. */
  readonly stream: Duplex
  /** Ed25519 public key, base64url. */
  readonly hostKey: string
  readonly session: string
  readonly service: string
  /** What an earlier tunnel of this process got; it is used with the same host and service only. */
  readonly grant?: Grant | undefined
  readonly passes?: KeptPasses | undefined
  /** Called for each try, 1 first; what it throws ends the opening. */
  readonly askPin: (attempt: number) => Promise<string>
  readonly path: Path
  readonly clock: Clock
  readonly ticker: Ticker
}

export type Tunnel = {
  readonly path: Path
  readonly grant: Grant | undefined
  /** Where the host may be reached without the relay. */
  readonly candidates: readonly Candidate[]
  /** A connection to the service. Throws `ServiceError`, `TunnelError`. */
  connect(): Promise<Duplex>
  /** Round trip to the host, milliseconds. */
  ping(): Promise<number>
  /** Bytes of the programs. */
  carried(): Readonly<Counted>
  /** Connections open now. */
  readonly streams: number
  /** Why it ended; `undefined` when we closed it. */
  readonly closed: Promise<RefusalCode | undefined>
  close(): void
}

/** Opens a tunnel. Throws `HostKeyError`, `PinError`, `ImpostorError`, `ServiceError`, `TunnelError`. */
export const openTunnel = async (options: TunnelOptions): Promise<Tunnel> => {
  const { ticker, clock } = options
  const socket = await provedSocket(options.stream, options)
  const session = connect('https://host', {
    createConnection: () => socket,
    settings: SETTINGS,
  })
  session.on('error', () => undefined)
  // The window can be set once node has sent its preface, which it does after this tick.
  setImmediate(() => {
    if (!session.destroyed) session.setLocalWindowSize(TUNNEL_WINDOW_BYTES)
  })
  const ending = watchEnd(session, options.stream)
  const stopSilence = watchSilence(() => socket.bytesRead, {
    clock,
    ticker,
    onSilent: () => ending.end('channel_lost'),
  })
  const stopPings = ticker.every(PING_MS, () => {
    if (!session.destroyed) session.ping(() => undefined)
  })
  void ending.closed.then(() => {
    stopSilence()
    stopPings()
  })
  try {
    return toTunnel(session, options, await letIn(session, socket, options), ending)
  } catch (error) {
    ending.end(undefined)
    throw error
  }
}

/** How a session ended: by us, by what the host said last, or by breaking off. */
const watchEnd = (session: ClientHttp2Session, stream: Duplex) => {
  const { promise, resolve } = Promise.withResolvers<RefusalCode | undefined>()
  let said: RefusalCode = 'peer_gone'
  session.on('goaway', (_code, _last, data?: Uint8Array) => {
    const reason = Buffer.from(data ?? []).toString('latin1')
    if (Object.hasOwn(REFUSALS, reason)) said = reason as RefusalCode
  })
  session.on('close', () => resolve(said))
  return {
    closed: promise,
    end(reason: RefusalCode | undefined): void {
      resolve(reason)
      // The relay must not take a tunnel that broke for one that we were done with.
      if (reason !== undefined) stream.on('error', () => undefined).destroy(new TunnelError(reason))
      session.destroy()
    },
  }
}

const toTunnel = (
  session: ClientHttp2Session,
  { path, service, ticker }: TunnelOptions,
  { grant, candidates }: Admitted,
  { closed, end }: ReturnType<typeof watchEnd>,
): Tunnel => {
  const counted: Counted = { sent: 0, received: 0 }
  const open = new Set<Duplex>()
  return {
    path,
    grant,
    candidates,
    async connect() {
      if (session.closed || session.destroyed) throw new TunnelError('the tunnel is closed')
      const inner = session.request({ ':method': 'CONNECT', ':authority': service }, { endStream: false })
      const { status, headers } = await answered(inner, ticker)
      if (status !== constants.HTTP_STATUS_OK) {
        inner.close()
        throw new ServiceError(String(headers[REASON_HEADER] ?? 'service_down').slice(0, 64))
      }
      const program = toProgram(inner, counted)
      open.add(program)
      program.on('close', () => open.delete(program))
      return program
    },
    ping: () => pinged(session),
    carried: () => ({ ...counted }),
    get streams() {
      return open.size
    },
    closed,
    close: () => end(undefined),
  }
}

const pinged = (session: ClientHttp2Session): Promise<number> =>
  new Promise((resolve, reject) => {
    const gone = (): void => reject(new TunnelError('the tunnel is closed'))
    if (session.destroyed) return gone()
    const isSent = session.ping((error, duration) => (error ? gone() : resolve(duration)))
    if (!isSent) gone()
  })
