import type { NetworkInterfaceInfo } from 'node:os'
import { expect, it } from 'vitest'
import { lanAddresses, networkMark } from '../../../src/client/agent/network.ts'

const of = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { address, internal, cidr: `${address}/24`, netmask: '', mac: '00:00:00:00:00:00' }
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' }
}

const home = { lo: [of('127.0.0.1', true)], eth0: [of('2001:db8::1'), of('192.168.1.7'), of('fe80::1'), of('169.254.3.4')] }

it('offers the addresses others can dial: neither its own loop nor what is valid on one wire only', () => {
  expect(lanAddresses(home)).toEqual(['192.168.1.7', '2001:db8::1'])
  expect(lanAddresses({ lo: home.lo })).toEqual([])
})

it('another network is a change, a new privacy address of the same network is none', () => {
  const mark = networkMark(home)
  expect(networkMark({ ...home, eth0: [of('192.168.1.7'), of('2001:db8::abcd:1')] })).toBe(mark)
  expect(networkMark({ ...home, eth0: [of('192.168.2.7'), of('2001:db8::1')] })).not.toBe(mark)
  expect(networkMark({ ...home, eth0: [of('192.168.1.7'), of('2001:db8:0:1::1')] })).not.toBe(mark)
  expect(networkMark({ ...home, veth9: [of('fe80::77')] })).toBe(mark)
})
