/**
 * Proving to each other that both ends know the PIN, telling neither each other nor anybody in
 * between what it is: CPace over ristretto255 with SHA-512, initiator and responder, with explicit
 * key confirmation. Pure; one run is one online guess.
 *
 * Taken from draft-irtf-cfrg-cpace: the suite CPACE-RISTR255-SHA512, its generator string (length-
 * prefixed DSI, PRS, zero padding to SHA-512's block, CI, sid), its ISK over the transcript_ir and
 * its confirmation tags (a MAC under H("CPaceMac" || sid || ISK)). The session id is the exporter of
 * the TLS channel, so a run holds in this channel only: somebody who terminates TLS in the middle
 * has two channels and cannot carry one run across. Associated data are the roles, so that neither
 * a share nor a tag holds in the other direction.
 */

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import type { Role } from '../../protocol/session.ts'

/** SHA-512's input block, bytes: the padding makes the PIN fill the first one alone. */
const BLOCK_BYTES = 128

/** Bytes of an encoded point. */
const SHARE_BYTES = 32

const DSI = Buffer.from('CPaceRistretto255')
const DSI_ISK = Buffer.from('CPaceRistretto255_ISK')

/** The channel identifier: this product and this version of its tunnel. */
const CHANNEL = Buffer.from('isr tunnel 1')

const { Point } = ristretto255
type Element = InstanceType<typeof Point>

const sha512 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The draft's `prepend_len` of each part: its length as LEB128, then itself. */
export const withLengths = (...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const length: number[] = []
      let rest = part.length
      for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80)
      return [Buffer.from([...length, rest]), part]
    }),
  )

/** The draft's generator for a password, in a channel, between parties. */
export const generatorOf = (password: Uint8Array, channelId: Uint8Array, sid: Uint8Array): Element => {
  const taken = withLengths(password, DSI).length + 1
  const padding = Buffer.alloc(Math.max(0, BLOCK_BYTES - taken))
  const hash = sha512(withLengths(DSI, password, padding, channelId, sid))
  const derive = ristretto255_hasher.deriveToCurve
  if (!derive) throw new TypeError('no element derivation')
  return derive(hash)
}

/** The draft's `scalar_mult_vfy`; `undefined` for what is no point, or the neutral one. */
export const multiplied = (scalar: bigint, share: Uint8Array): Buffer | undefined => {
  if (share.length !== SHARE_BYTES) return undefined
  try {
    const point = Point.fromBytes(share)
    if (point.is0()) return undefined
    return Buffer.from(point.multiply(scalar).toBytes())
  } catch {
    return undefined
  }
}

/** What both ends said, in order: the controller is the initiator. */
type Transcript = { readonly controller: Uint8Array; readonly host: Uint8Array }

const party = (share: Uint8Array, role: Role): Buffer => withLengths(share, Buffer.from(role))

/** The draft's intermediate session key over what both parties said. */
export const sessionKey = (sid: Uint8Array, secret: Uint8Array, said: Uint8Array): Buffer =>
  sha512(withLengths(DSI_ISK, sid, secret), said)

/** Spaces and dashes are how people group digits; a PIN of anything else counts as it is. */
export const normalisedPin = (pin: string): string => {
  const digits = pin.replace(/[\s\p{Pd}]/gu, '')
  return /^[0-9]+$/.test(digits) ? digits : pin.normalize('NFC')
}

/** A run that waits for the other end's share. */
export type PinRun = {
  readonly share: Buffer
  readonly role: Role
  readonly sid: Uint8Array
  readonly scalar: bigint
}

/** A scalar as the draft samples it, below the group's order of 252 bits and something. */
const newScalar = (): bigint => {
  const bytes = randomBytes(32)
  // Bits above 252 are cleared, so that every value is below the order; zero never comes up.
  bytes[0] = (bytes[0] ?? 0) & 0x0f
  return BigInt(`0x${bytes.toString('hex')}`) || newScalar()
}

/** Begins a run in a channel, whose exporter is `sid`. */
export const startPin = (pin: string, sid: Uint8Array, role: Role): PinRun => {
  const scalar = newScalar()
  const generator = generatorOf(Buffer.from(normalisedPin(pin), 'utf8'), CHANNEL, sid)
  return { share: Buffer.from(generator.multiply(scalar).toBytes()), role, sid, scalar }
}

/** The tags by which the ends show each other that they hold the same key. */
export type Confirmation = {
  /** What this end sends. */
  readonly mac: Buffer
  /** Whether the other end's tag is right; takes the same time either way. */
  readonly isRight: (mac: Uint8Array) => boolean
}

/** Ends a run with the other end's share; `undefined` when that is none, or our own sent back. */
export const finishPin = (run: PinRun, other: Uint8Array): Confirmation | undefined => {
  const { share, role, sid, scalar } = run
  const secret = multiplied(scalar, other)
  if (!secret || share.equals(other)) return undefined
  const said: Transcript =
    role === 'controller' ? { controller: share, host: other } : { controller: other, host: share }
  const parts = [party(said.controller, 'controller'), party(said.host, 'host')]
  const isk = sessionKey(sid, secret, Buffer.concat(parts))
  const macKey = sha512(Buffer.from('CPaceMac'), sid, isk)
  const [controllerMac = macKey, hostMac = macKey] = parts.map((part) =>
    createHmac('sha512', macKey).update(part).digest(),
  )
  const [mac, expected] = role === 'controller' ? [controllerMac, hostMac] : [hostMac, controllerMac]
  return { mac, isRight: (got) => got.length === expected.length && timingSafeEqual(got, expected) }
}
