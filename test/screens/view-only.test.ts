import { array, assert, constantFrom, nat, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ViewOnlyFilter } from '../../src/screens/view-only.ts'

const SERVER_HEAD = Buffer.from('RFB 003.008\n\x02\x01\x02', 'latin1')

const CLIENT_HEAD = Buffer.from('RFB 003.008\n\x01\x00', 'latin1')

const message = (type: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length, 7)
  bytes[0] = type
  return bytes
}

const encodings = (count: number): Buffer => {
  const bytes = message(2, 4 + 4 * count)
  bytes.writeUInt16BE(count, 2)
  return bytes
}

const cutText = (length: number): Buffer => {
  const bytes = message(6, 8 + Math.abs(length))
  bytes.writeInt32BE(length, 4)
  return bytes
}

const fence = (length: number): Buffer => {
  const bytes = message(248, 9 + length)
  bytes[8] = length
  return bytes
}

const resize = (screens: number): Buffer => {
  const bytes = message(251, 8 + 16 * screens)
  bytes[6] = screens
  return bytes
}

const pointer = (mask: number): Buffer => {
  const bytes = message(5, mask >= 0x80 ? 7 : 6)
  bytes[1] = mask
  return bytes
}

const key = message(4, 8)

const extendedKey = Buffer.concat([Buffer.from([255, 0]), Buffer.alloc(10, 1)])

const PASSED = [message(0, 20), encodings(0), encodings(30), message(3, 10), message(150, 10), fence(0), fence(64)]

const DROPPED = [key, pointer(1), pointer(0x81), cutText(0), cutText(5000), cutText(-70_000), message(250, 4), resize(2), extendedKey]

const started = (): ViewOnlyFilter => {
  const filter = new ViewOnlyFilter()
  filter.fromServer(SERVER_HEAD)
  filter.fromClient(CLIENT_HEAD)
  return filter
}

describe('the view-only filter', () => {
  it('passes the greeting on and says that the screen is shared', () => {
    const filter = new ViewOnlyFilter()
    filter.fromServer(SERVER_HEAD)
    expect(filter.fromClient(CLIENT_HEAD)).toEqual(Buffer.from('RFB 003.008\n\x01\x01', 'latin1'))
  })

  it('passes a VNC password’s answer on', () => {
    const filter = new ViewOnlyFilter()
    filter.fromServer(SERVER_HEAD)
    const said = Buffer.concat([Buffer.from('RFB 003.008\n\x02'), Buffer.alloc(16, 9), Buffer.from([0])])
    const passed = filter.fromClient(said)
    expect(passed.subarray(0, -1)).toEqual(said.subarray(0, -1))
    expect(passed.at(-1)).toBe(1)
  })

  it('passes what asks for pictures and drops keys, pointer, clipboard, size and power, however they are cut', () => {
    const any = constantFrom(...PASSED, ...DROPPED)
    assert(
      property(array(any, { maxLength: 12 }), array(nat(400), { maxLength: 40 }), (said, cuts) => {
        const filter = started()
        const stream = Buffer.concat(said)
        const passed: Buffer[] = []
        let at = 0
        for (const cut of [...cuts, stream.length]) {
          passed.push(filter.fromClient(stream.subarray(at, at + cut)))
          at += cut
        }
        expect(Buffer.concat(passed)).toEqual(Buffer.concat(said.filter((one) => PASSED.includes(one))))
      }),
    )
  })

  it('never lets anything through that is not one of the passed messages, whatever is said', () => {
    assert(
      property(uint8Array({ maxLength: 600 }), (said) => {
        const filter = started()
        let passed: Buffer = Buffer.alloc(0)
        try {
          passed = filter.fromClient(Buffer.from(said))
        } catch {
          // Refused, which passes nothing on.
        }
        const lengths: Record<number, (at: number) => number> = {
          0: () => 20,
          2: (at) => 4 + 4 * passed.readUInt16BE(at + 2),
          3: () => 10,
          150: () => 10,
          248: (at) => 9 + passed.readUInt8(at + 8),
        }
        let at = 0
        while (at < passed.length) {
          const length = lengths[passed.readUInt8(at)]
          expect(length).toBeDefined()
          at += length?.(at) ?? passed.length
        }
        expect(at).toBe(passed.length)
      }),
      { numRuns: 2000 },
    )
  })

  const refused: readonly [string, string, Buffer][] = [
    ['a server of version 3.3, which would take the answer for messages', 'RFB 003.003\n', Buffer.from('RFB 003.008\n')],
    ['a client of version 3.3', 'RFB 003.008\n\x01\x01', Buffer.from('RFB 003.003\n')],
    ['a client that speaks before the server', '', Buffer.from('RFB 003.008\n')],
    ['a security type that the server does not offer', 'RFB 003.008\n\x01\x01', Buffer.from('RFB 003.008\n\x02')],
    ['a security type that it does not know', 'RFB 003.008\n\x01\x13', Buffer.from('RFB 003.008\n\x13')],
    ['what is no RFB', 'RFB 003.008\n\x01\x01', Buffer.from('GET / HTTP/1.1\r\n')],
  ]

  for (const [what, server, client] of refused) {
    it(`refuses ${what}`, () => {
      const filter = new ViewOnlyFilter()
      filter.fromServer(Buffer.from(server, 'latin1'))
      expect(() => filter.fromClient(client)).toThrow('view_only_impossible')
    })
  }

  for (const [what, said] of [
    ['a message that it does not know', message(77, 20)],
    ['sound for QEMU, whose length it does not know', Buffer.from([255, 1, 0, 0])],
    ['more encodings than there are', encodings(1025)],
    ['a fence with too much in it', fence(65)],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => started().fromClient(said)).toThrow('view_only_impossible')
    })
  }
})
