import { expect, it } from 'vitest'
import { shownTarget, toServices, toTarget } from '../../../src/client/agent/services.ts'

it('a service is a name and where the program listens', () => {
  const services = toServices(['vnc=127.0.0.1:5900', 'ssh=[::1]:22', 'web-2=nas.lan:80'])
  expect([...services.keys()]).toEqual(['vnc', 'ssh', 'web-2'])
  expect(services.get('ssh')).toEqual({ host: '::1', port: 22 })
  expect([...services.values()].map(shownTarget)).toEqual(['127.0.0.1:5900', '[::1]:22', 'nas.lan:80'])
})

it('what is no service is named in the error', () => {
  for (const wrong of ['vnc', 'vnc=', '=127.0.0.1:1', 'VNC=127.0.0.1:1', 'a=1.2.3.4:0', 'a=1.2.3.4:65536', 'a=::1:22', 'a=b c:1']) {
    expect(() => toServices([wrong]), wrong).toThrow(wrong)
  }
  expect(() => toServices(['a=1.2.3.4:1', 'a=1.2.3.4:2'])).toThrow('a=1.2.3.4:2')
  expect(() => toServices([])).toThrow(RangeError)
  const many = Array.from({ length: 17 }, (_, at) => `s${at}=127.0.0.1:1`)
  expect(() => toServices(many)).toThrow(RangeError)
})

it('a target is an IPv4 address, a name or an IPv6 address in brackets, with a port', () => {
  expect(toTarget('127.0.0.1:5900')).toEqual({ host: '127.0.0.1', port: 5900 })
  for (const wrong of ['5900', '127.0.0.1', ':5900', '[zz]:1', '999.1.1.1:1']) expect(toTarget(wrong)).toBeUndefined()
})
