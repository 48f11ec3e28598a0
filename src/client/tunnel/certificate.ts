/**
 * The certificate that a host shows inside the tunnel: its Ed25519 key and nothing else, signed by
 * itself. Controllers compare the key; no name or date in it means anything (RFC 5280, RFC 8410).
 */

import { createPublicKey, type KeyObject, sign } from 'node:crypto'

const [SEQUENCE, SET, INTEGER, BIT_STRING, OID, UTF8, TIME, VERSION] = [
  0x30, 0x31, 0x02, 0x03, 0x06, 0x0c, 0x18, 0xa0,
]

/** Lengths up to this are one byte; longer ones are preceded by how many bytes they take. */
const LONGEST_SHORT = 0x7f

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  if (body.length <= LONGEST_SHORT) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const digits = length.subarray(length.findIndex((byte) => byte > 0))
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, body])
}

/** 1.3.101.112, the signature and key algorithm Ed25519. */
const ED25519 = der(SEQUENCE, der(OID, Buffer.from([0x2b, 0x65, 0x70])))

/** 2.5.4.3, a common name. */
const COMMON_NAME = der(OID, Buffer.from([0x55, 0x04, 0x03]))

const NAME = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from('isr host')))))

/** From 2000 to the end of time (RFC 5280, 4.1.2.5): a host's clock must not lock it out. */
const VALIDITY = der(
  SEQUENCE,
  der(TIME, Buffer.from('20000101000000Z')),
  der(TIME, Buffer.from('99991231235959Z')),
)

const ONE = der(INTEGER, Buffer.from([1]))

/** X.509 version 3. */
const V3 = der(VERSION, der(INTEGER, Buffer.from([2])))

const bits = (bytes: Uint8Array): Buffer => der(BIT_STRING, Buffer.from([0]), bytes)

/** Makes the certificate of an Ed25519 private key, as PEM. */
export const certificateOf = (secret: KeyObject): string => {
  const publicKey = createPublicKey(secret).export({ type: 'spki', format: 'der' })
  const content = der(SEQUENCE, V3, ONE, ED25519, NAME, VALIDITY, NAME, publicKey)
  const certificate = der(SEQUENCE, content, ED25519, bits(sign(null, content, secret)))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
