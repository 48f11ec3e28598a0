import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closeCodeOf, refusalOfClose } from '../../src/protocol/closing.ts'
import { readHostMessage, readServerMessage } from '../../src/protocol/control.ts'
import { Refusal, type RefusalCode, REFUSALS } from '../../src/protocol/refusals.ts'

const PROOF = {
  key: 'A'.repeat(43),
  at: 1,
  nonce: 'nonce-12345',
  instance: 'run_1',
  signature: 'A'.repeat(86),
}

const HELLO = { type: 'hello', version: '1', code: 'X', address: '10.0.0.1', port: 5900, name: 'x', proof: PROOF, services: ['vnc'], candidates: [], live: [] }

const read = (message: unknown) => readHostMessage(JSON.stringify(message))

/** What reading a text came to: a message's type, or `refused`; anything else is thrown on. */
const outcomeOf = (text: string): string => {
  try {
    return readHostMessage(text).type
  } catch (error) {
    if (error instanceof Refusal) return 'refused'
    throw error
  }
}

/** What cannot be JSON is no message. */
const textOf = (value: unknown): string => {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

describe('a message of a host', () => {
  it('is read or refused, and nothing else happens, whatever text it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(outcomeOf(text)).toBeTypeOf('string')
      }),
    )
  })

  it('is read or refused whatever its parts are', () => {
    const part = fc.oneof(fc.anything(), fc.constantFrom('hello', 'refuse', 'ended', 'ses_123456789012345678901'))
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(HELLO), 'session', 'reason', 'bytesToHost'), part), (parts) => {
        expect(outcomeOf(textOf({ ...HELLO, ...parts }))).toBeTypeOf('string')
      }),
    )
  })

  it('may say more than we know, and be of a type that we do not know', () => {
    expect(read({ ...HELLO, colour: 'red' })).toMatchObject({ type: 'hello', services: ['vnc'] })
    expect(read({ type: 'sing', song: 1 })).toEqual({ type: 'unknown', got: 'sing' })
  })

  it.each([
    ['an address that is none', { address: '256.1.1.1' }],
    ['a port that is none', { port: 70_000 }],
    ['a service with another name', { services: ['VNC'] }],
    ['more services than anybody has', { services: Array<string>(17).fill('vnc') }],
    ['more candidates than anybody has', { candidates: Array.from({ length: 9 }, () => ({ address: '10.0.0.1', port: 1 })) }],
    ['a candidate that is no address', { candidates: [{ address: '<b>', port: 1 }] }],
    ['a candidate without port', { candidates: [{ address: '10.0.0.1' }] }],
    ['a session that is none', { live: ['../etc'] }],
    ['no proof', { proof: undefined }],
  ])('is refused with %s', (_, parts) => {
    expect(() => read({ ...HELLO, ...parts })).toThrow(Refusal)
  })

  it('brings of a candidate only address and port', () => {
    const candidates = [{ address: 'fe80::1', port: 7000, note: 'x' }]
    expect(read({ ...HELLO, candidates })).toMatchObject({ candidates: [{ address: 'fe80::1', port: 7000 }] })
    expect(JSON.stringify(read({ ...HELLO, candidates }))).not.toContain('note')
  })
})

describe('a message of a server', () => {
  it('is read or passed over', () => {
    fc.assert(fc.property(fc.string(), (text) => void readServerMessage(text)))
    expect(readServerMessage('{"type":"locked"}')).toEqual({ type: 'locked' })
    expect(readServerMessage('[]')).toBeUndefined()
  })
})

describe('a close code', () => {
  it('names each refusal, and reads back as it', () => {
    for (const code of Object.keys(REFUSALS) as RefusalCode[]) {
      expect(refusalOfClose(closeCodeOf(code), code)).toBe(code)
      expect(closeCodeOf(code)).toBeLessThan(5000)
    }
    expect(refusalOfClose(1000, '')).toBeUndefined()
    expect(refusalOfClose(4403, 'constructor')).toBeUndefined()
  })
})
