import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ristretto255 } from '@noble/curves/ed25519.js'
import {
  finishPin,
  generatorOf,
  multiplied,
  normalisedPin,
  sessionKey,
  startPin,
  withLengths,
} from '../../../src/client/tunnel/pin.ts'

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

/** The draft writes scalars with the lowest byte first. */
const scalar = (text: string): bigint => BigInt(`0x${Buffer.from(hex(text).toReversed()).toString('hex')}`)

/** Both ends of a run, each believing in its own PIN and channel. */
const run = (
  ours: { pin: string; channel: Uint8Array },
  theirs: { pin: string; channel: Uint8Array },
): [boolean, boolean] => {
  const controller = startPin(ours.pin, ours.channel, 'controller')
  const host = startPin(theirs.pin, theirs.channel, 'host')
  const atController = finishPin(controller, host.share)
  const atHost = finishPin(host, controller.share)
  if (!atController || !atHost) throw new Error('a valid share was refused')
  return [atController.isRight(atHost.mac), atHost.isRight(atController.mac)]
}

const pins = fc.oneof(fc.stringMatching(/^[0-9]{6,12}$/), fc.string({ minLength: 6, maxLength: 40 }))
const channels = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('CPace as the draft has it (draft-irtf-cfrg-cpace, test vector for ristretto255 and SHA-512)', () => {
  const sid = hex('7e4b4791d6a8ef019b936c79fb7f2c57')
  const channelId = hex('6f630b425f726573706f6e6465720b415f696e69746961746f72')
  const ya = scalar('da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08')
  const yb = scalar('d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d')
  const shareA = 'd40fb265a7abeaee7939d91a585fe59f7053f982c296ec413c624c669308f87a'
  const shareB = '08bcf6e9777a9c313a3db6daa510f2d398403319c2341bd506a92e672eb7e307'

  it('derives the generator of a password', () => {
    const generator = generatorOf(Buffer.from('Password'), channelId, sid)
    expect(generator.toHex()).toBe('a6fc82c3b8968fbb2e06fee81ca858586dea50d248f0c7ca6a18b0902a30b36b')
    expect(generator.multiply(ya).toHex()).toBe(shareA)
    expect(generator.multiply(yb).toHex()).toBe(shareB)
  })

  it('comes to the same secret at both ends, and to the session key', () => {
    const secret = multiplied(ya, hex(shareB))
    expect(secret?.toString('hex')).toBe('e22b1ef7788f661478f3cddd4c600774fc0f41e6b711569190ff88fa0e607e09')
    expect(multiplied(yb, hex(shareA))).toEqual(secret)
    const said = [withLengths(hex(shareA), Buffer.from('ADa')), withLengths(hex(shareB), Buffer.from('ADb'))]
    expect(sessionKey(sid, secret ?? sid, Buffer.concat(said)).toString('hex')).toBe(
      '4c5469a16b2364c4b944ebc1a79e51d1674ad47db26e8718154f59faebfaa52d8346f30aa58377117eb20d527f2cbc5c76381f7fd372e89df8239f87f2e02ed1',
    )
  })

  it('multiplies valid points and refuses the invalid and the neutral one', () => {
    const s = scalar('7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05')
    const valid = hex('2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c')
    expect(multiplied(s, valid)?.toString('hex')).toBe(
      '7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e',
    )
    const invalid = hex('2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c')
    expect(multiplied(s, invalid)).toBeUndefined()
    expect(multiplied(s, Buffer.alloc(32))).toBeUndefined()
  })

  it('writes lengths as LEB128', () => {
    expect(withLengths(Buffer.alloc(127)).subarray(0, 1)).toEqual(hex('7f'))
    expect(withLengths(Buffer.alloc(128)).subarray(0, 2)).toEqual(hex('8001'))
    expect(withLengths(Buffer.alloc(300)).subarray(0, 2)).toEqual(hex('ac02'))
  })
})

describe('the proof of a PIN', () => {
  it('succeeds at both ends with one PIN in one channel, whatever they are', () => {
    fc.assert(
      fc.property(pins, channels, (pin, channel) => {
        expect(run({ pin, channel }, { pin, channel })).toEqual([true, true])
      }),
      { numRuns: 25 },
    )
  })

  it('fails at both ends with two PINs', () => {
    fc.assert(
      fc.property(pins, pins, channels, (pin, other, channel) => {
        fc.pre(normalisedPin(pin) !== normalisedPin(other))
        expect(run({ pin, channel }, { pin: other, channel })).toEqual([false, false])
      }),
      { numRuns: 25 },
    )
  })

  it('fails with the right PIN in two channels, as somebody in the middle has them', () => {
    fc.assert(
      fc.property(pins, channels, channels, (pin, channel, other) => {
        fc.pre(!Buffer.from(channel).equals(other))
        expect(run({ pin, channel }, { pin, channel: other })).toEqual([false, false])
      }),
      { numRuns: 25 },
    )
  })

  it('refuses its own share sent back, other lengths, and what is no point', () => {
    const mine = startPin('246810', randomBytes(32), 'controller')
    expect(finishPin(mine, mine.share)).toBeUndefined()
    expect(finishPin(mine, Buffer.alloc(0))).toBeUndefined()
    expect(finishPin(mine, Buffer.alloc(32))).toBeUndefined()
    expect(finishPin(mine, Buffer.alloc(32, 0xff))).toBeUndefined()
    expect(finishPin(mine, Buffer.concat([mine.share, Buffer.alloc(1)]))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (share) => {
        const confirmation = finishPin(mine, share)
        // Every sixteenth text of 32 bytes is a point; it is nobody's who knows the PIN.
        expect(confirmation?.isRight(confirmation.mac) ?? false).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  it('does not take its own tag sent back, nor one that is cut short or too long', () => {
    const channel = randomBytes(32)
    const controller = startPin('246810', channel, 'controller')
    const host = startPin('246810', channel, 'host')
    const atController = finishPin(controller, host.share)
    const atHost = finishPin(host, controller.share)
    const tag = atHost?.mac ?? Buffer.alloc(0)
    expect(atController?.isRight(atController.mac)).toBe(false)
    expect(atController?.isRight(tag.subarray(0, 32))).toBe(false)
    expect(atController?.isRight(Buffer.alloc(0))).toBe(false)
    expect(atController?.isRight(Buffer.concat([tag, tag]))).toBe(false)
    expect(atController?.isRight(tag)).toBe(true)
  })

  it('never sends the same share twice, and always a point of the group', () => {
    const channel = randomBytes(32)
    const shares = Array.from({ length: 20 }, () => startPin('246810', channel, 'host').share.toString('hex'))
    expect(new Set(shares).size).toBe(20)
    for (const share of shares) expect(() => ristretto255.Point.fromHex(share)).not.toThrow()
  })

  it('reads digits however they are grouped, and other PINs as they are', () => {
    expect(normalisedPin(' 246-810\n')).toBe('246810')
    expect(normalisedPin('246 810')).toBe('246810')
    expect(normalisedPin('24–68 10')).toBe('246810')
    expect(normalisedPin('pass word-1')).toBe('pass word-1')
    expect(normalisedPin('contrasen\u0303a')).toBe('contrase\u00f1a')
    expect(normalisedPin('Geheim ')).toBe('Geheim ')
  })
})
