import { expect, it } from 'vitest'
import { worthDialling } from '../../../src/client/controller/candidates.ts'

const at = (address: string) => ({ address, port: 4222 })

it('addresses of other machines are dialled', () => {
  const others = ['192.168.1.20', '10.0.0.1', '203.0.113.7', '2001:db8::1', 'fd00::7'].map(at)
  expect(worthDialling(others)).toEqual(others)
})

it.each(['127.0.0.1', '127.9.9.9', '::1', '::', '0.0.0.0', '::ffff:127.0.0.1', '::ffff:7f00:1', '169.254.169.254', 'fe80::1', '224.0.0.1', '255.255.255.255', 'ff02::1', 'localhost', 'router.lan', '0x7f.1'])(
  'a host cannot have this controller dial %s',
  (address) => expect(worthDialling([at(address)])).toEqual([]),
)
