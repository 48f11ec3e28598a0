/** The signed text is one text for one claim, and what comes in is a proof or a refusal. */

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CODE_LENGTH } from '../../src/protocol/code.ts'
import { isKey, signedText, toProof } from '../../src/protocol/proof.ts'
import { Refusal } from '../../src/protocol/refusals.ts'
import { toClaim } from '../../src/registry/lease.ts'

/** Texts that try to look like several lines, or like what UTF-8 cannot tell apart. */
const tricky = fc.oneof(
  fc.string({ unit: 'binary', maxLength: MAX_CODE_LENGTH }),
  fc.string({ unit: fc.constantFrom('a', '1', '\n', '\r', '\u2028', '\ud800', '\udfff', ' ') }),
)

const parts = fc.record({
  serverId: fc.string({ unit: fc.constantFrom('s', 'r', 'v', '_', '-', 'A') }),
  code: tricky,
  address: tricky,
  port: fc.integer({ min: 1, max: 65_535 }),
  name: tricky,
  at: fc.maxSafeNat(),
  nonce: fc.string({ unit: fc.constantFrom('a', '1', '_', '-'), minLength: 8, maxLength: 64 }),
  instance: fc.string({ unit: fc.constantFrom('a', '1', '_', '-'), maxLength: 64 }),
})

type Parts = typeof parts extends fc.Arbitrary<infer P> ? P : never

/** The bytes that are signed, or nothing where a part cannot be. */
const bytesOf = (all: Parts): string | undefined => {
  try {
    return Buffer.from(signedText(all.serverId, all, all)).toString('hex')
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    return undefined
  }
}

describe('the signed text', () => {
  it('is another one for every other claim, server, time, nonce or run', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const [a, b] = [bytesOf(one), bytesOf(other)]
        if (a === undefined || b === undefined || JSON.stringify(one) === JSON.stringify(other)) return
        expect(a).not.toBe(b)
      }),
      { numRuns: 2000 },
    )
  })

  it('cannot be cut at another place: moving text from one part to the next changes it', () => {
    const fields = ['code', 'address', 'name'] as const
    fc.assert(
      fc.property(parts, fc.constantFrom(...fields), fc.constantFrom(...fields), tricky, (all, from, to, text) => {
        if (from === to || text === '') return
        const [a, b] = [
          bytesOf({ ...all, [from]: `${all[from]}${text}` }),
          bytesOf({ ...all, [to]: `${text}${all[to]}` }),
        ]
        expect(a === undefined || a !== b).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads as it is documented', () => {
    const claim = { code: 'ISR-12345678', address: '192.168.1.20', port: 5900, name: 'RECEPCIÓN' }
    const proof = { at: 1_767_225_600_000, nonce: 'bm9uY2Utbm9uY2U', instance: '' }
    expect(signedText('srv_x', claim, proof)).toBe(
      'isr-register-1\nsrv_x\nISR-12345678\n192.168.1.20\n5900\nRECEPCIÓN\n1767225600000\nbm9uY2Utbm9uY2U\n',
    )
  })
})

describe('whatever comes in', () => {
  const failureOf = (parse: () => unknown): unknown => {
    try {
      parse()
      return undefined
    } catch (error) {
      return error
    }
  }
  const expectRefusalOnly = (parse: () => unknown): void => {
    const error = failureOf(parse)
    expect(error === undefined || error instanceof Refusal).toBe(true)
  }

  it('as a proof is one or is refused', () => {
    const shaped = fc.record(
      { key: fc.anything(), at: fc.anything(), nonce: fc.anything(), instance: fc.anything(), signature: fc.anything() },
      { requiredKeys: [] },
    )
    fc.assert(fc.property(fc.oneof(fc.anything(), shaped), (raw) => expectRefusalOnly(() => toProof(raw))), { numRuns: 2000 })
  })

  it('as a claim is one or is refused', () => {
    const raw = fc.record({ code: tricky, address: tricky, port: fc.oneof(tricky, fc.double(), fc.integer()), name: tricky })
    fc.assert(fc.property(raw, (claim) => expectRefusalOnly(() => toClaim(claim))), { numRuns: 2000 })
  })

  it('as a key is taken in one spelling only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const key = Buffer.from(bytes).toString('base64url')
        expect(isKey(key)).toBe(true)
        const digits = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
        const others = digits.map((digit) => key.slice(0, -1) + digit)
        const same = others.filter((text) => Buffer.from(text, 'base64url').equals(Buffer.from(bytes)))
        expect(same.filter(isKey)).toEqual([key])
      }),
    )
  })
})
