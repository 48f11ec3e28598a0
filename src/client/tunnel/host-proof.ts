/**
 * TLS 1.3 to whoever holds the host's key, over any stream. Names and dates of the certificate mean
 * nothing; its public key must be the expected one, and TLS proves that the other end holds it.
 */

import { connect as connectTcp, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, TLSSocket } from 'node:tls'
import type { Ticker } from '../../platform/ticker.ts'
import type { Candidate } from '../../protocol/session.ts'
import { HostKeyError, TunnelError } from './errors.ts'
import { ALPN } from './wire.ts'

/** For the host to come to the relay over a slow network, and two round trips through it. */
const HANDSHAKE_WITHIN_MS = 20_000

/** A direct path that takes longer than this is no better than the relay. */
const DIRECT_WITHIN_MS = 2_000

/** Why a dial was given up, where nobody else had won. */
const LATE = 'no answer in time'

/**
 * The key that the other end of each open socket proved, base64url. Kept because node shows the
 * certificate right after the handshake only.
 */
const provedKeys = new WeakMap<Duplex, string>()

/** Throws `HostKeyError` unless the certificate of a fresh TLS socket has the Ed25519 key. */
const refuseOtherKey = (socket: TLSSocket, hostKey: string): void => {
  const key = socket.getPeerX509Certificate()?.publicKey
  const presented = key?.asymmetricKeyType === 'ed25519' ? key.export({ format: 'jwk' }).x : undefined
  if (presented === undefined || presented !== hostKey) throw new HostKeyError(presented ?? '', hostKey)
  provedKeys.set(socket, presented)
}

/** Waits until a socket is ready, for so long; otherwise it is destroyed. */
const within = async <T extends Socket>(
  socket: T,
  ready: string,
  { ticker, ms, signal }: { ticker: Ticker; ms: number; signal?: AbortSignal | undefined },
): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const fail = (why: string): void => reject(new TunnelError(why))
  const onAbort = (): void => fail(signal?.reason === LATE ? LATE : 'not needed any more')
  const stop = ticker.after(ms, () => fail(LATE))
  const onError = (error: Error): void => fail(error.message)
  const onClose = (): void => fail('the other end closed')
  socket.once(ready, () => resolve(socket)).once('error', onError).once('close', onClose)
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()
  try {
    return await promise
  } catch (error) {
    // A socket that is destroyed may still say why.
    socket.on('error', () => undefined)
    socket.destroy()
    throw error
  } finally {
    stop()
    signal?.removeEventListener('abort', onAbort)
    socket.off('error', onError).off('close', onClose)
  }
}

/** TLS over a stream to the holder of the key. Throws `HostKeyError`, `TunnelError`. */
export const proveHost = async (
  stream: Duplex,
  {
    hostKey,
    ticker,
    ms = HANDSHAKE_WITHIN_MS,
    signal,
  }: { hostKey: string; ticker: Ticker; ms?: number; signal?: AbortSignal | undefined },
): Promise<TLSSocket> => {
  const options = { rejectUnauthorized: false, minVersion: 'TLSv1.3', servername: '' } as const
  const socket = connect({ socket: stream, ALPNProtocols: ALPN, ...options })
  try {
    await within(socket, 'secureConnect', { ticker, ms, signal })
    refuseOtherKey(socket, hostKey)
  } catch (error) {
    socket.on('error', () => undefined)
    socket.destroy()
    stream.destroy()
    throw error
  }
  if (socket.alpnProtocol === ALPN[0]) return socket
  socket.destroy()
  throw new TunnelError('the host speaks another protocol')
}

/**
 * Dials one address of a host and proves its key, within `ms` for both. Throws what `proveHost`
 * throws, and at once when `signal` says that another path won.
 */
export const dialDirect = async (
  candidate: Candidate,
  {
    hostKey,
    ticker,
    ms = DIRECT_WITHIN_MS,
    signal,
  }: { hostKey: string; ticker: Ticker; ms?: number; signal?: AbortSignal | undefined },
): Promise<TLSSocket> => {
  const late = new AbortController()
  const stop = ticker.after(ms, () => late.abort(LATE))
  const both = AbortSignal.any(signal ? [signal, late.signal] : [late.signal])
  const socket = connectTcp({ host: candidate.address, port: candidate.port, noDelay: true })
  try {
    await within(socket, 'connect', { ticker, ms, signal: both })
    return await proveHost(socket, { hostKey, ticker, ms, signal: both })
  } finally {
    stop()
  }
}

/** The TLS socket of a stream: itself when the key was proved on it already. */
export const provedSocket = async (
  stream: Duplex,
  options: { hostKey: string; ticker: Ticker },
): Promise<TLSSocket> => {
  if (!(stream instanceof TLSSocket)) return proveHost(stream, options)
  const presented = provedKeys.get(stream)
  if (presented === options.hostKey) return stream
  stream.destroy()
  throw new HostKeyError(presented ?? '', options.hostKey)
}
