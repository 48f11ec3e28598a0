/** Who may say where a request comes from: trusted proxies only, read from the right. */

import * as fc from 'fast-check'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createClientOf, createTrust, isLocal } from '../../src/http/client-address.ts'
import { canonicalAddress } from '../../src/platform/addresses.ts'
import { BEHIND_PROXY, guess, probe, startWatchedApp } from './attacker.ts'

type Headers = Record<string, string | string[]>

/** What the server sees: the other end of the socket, and what that end claims. */
const requestOf = (remoteAddress: string | undefined, headers: Headers): IncomingMessage =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage

const addressOf = (trusted: string[], peer: string | undefined, headers: Headers): string =>
  createClientOf(createTrust(trusted))(requestOf(peer, headers)).address

const PRIVATE = ['10.0.0.0/8', '2001:db8:aa::/48', '127.0.0.1']

describe('a stranger who claims to be somebody else', () => {
  it.each<[string, Headers]>([
    ['X-Forwarded-For', { 'x-forwarded-for': '1.2.3.4' }],
    ['X-Real-IP', { 'x-real-ip': '1.2.3.4' }],
    ['Forwarded', { forwarded: 'for=1.2.3.4' }],
    [
      'all of them',
      { 'x-forwarded-for': '1.2.3.4', 'x-real-ip': '1.2.3.4', forwarded: 'for=1.2.3.4' },
    ],
  ])('by %s stays who they are', (_, headers) => {
    for (const peer of ['203.0.113.66', '2001:db8:bb::1', '9.255.255.255', '11.0.0.0']) {
      expect(addressOf(PRIVATE, peer, headers)).toBe(peer)
      expect(addressOf([], peer, headers)).toBe(peer)
    }
  })

  it('guesses from one budget, whatever the header says', async () => {
    const app = await startWatchedApp(['--misses-per-address', '5'])
    const statuses: number[] = []
    for (let turn = 0; turn < 6; turn++) {
      statuses.push((await probe(app, guess(turn), `198.51.100.${turn}`)).status)
    }
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429])
  })

  it('behind a trusted proxy prepends what they like and is still found from the right', () => {
    const claimed = ['1.2.3.4', '127.0.0.1', '10.1.1.1', 'unknown', '', '::1', '1.2.3.4, 10.0.0.1']
    for (const claim of claimed) {
      const headers = { 'x-forwarded-for': `${claim}, 203.0.113.66`, 'x-real-ip': '1.2.3.4' }
      expect(addressOf(PRIVATE, '10.0.0.2', headers)).toBe('203.0.113.66')
      const two = { 'x-forwarded-for': `${claim}, 203.0.113.66, 10.0.0.3` }
      expect(addressOf(PRIVATE, '10.0.0.2', two)).toBe('203.0.113.66')
    }
  })

  it('cannot put a forged hop behind garbage', () => {
    const hops = [
      'nonsense',
      '203.0.113.66:4711',
      '<script>',
      '999.1.1.1',
      '0x7f.1',
      '1.2.3',
      '\u0000',
    ]
    for (const hop of hops) {
      const headers = { 'x-forwarded-for': `1.2.3.4, ${hop}, 10.0.0.3` }
      expect(addressOf(PRIVATE, '10.0.0.2', headers), hop).not.toBe('1.2.3.4')
    }
  })

  it('is not local, whatever reaches the proxy on this machine', () => {
    const claims: Headers[] = [
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-for': '::1' },
      { 'x-forwarded-for': 'garbage' },
      { 'x-forwarded-for': ',' },
      { 'x-real-ip': '127.0.0.1' },
      { 'x-real-ip': 'garbage' },
      { forwarded: 'for=127.0.0.1' },
    ]
    const local = claims.filter((headers) => isLocal(requestOf('127.0.0.1', headers)))
    expect(local).toEqual([])
  })

  it('cannot make the server follow a chain without end', () => {
    const chain = Array.from({ length: 5000 }, () => '10.0.0.1')
    const headers = { 'x-forwarded-for': ['203.0.113.66', ...chain].join(', ') }
    expect(addressOf(PRIVATE, '10.0.0.2', headers)).toBe('10.0.0.1')
  })

  it('cannot make the server fail with any header', () => {
    const trust = createTrust(PRIVATE)
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.ipV4(),
      fc.ipV6(),
      fc.constant('::ffff:10.0.0.1%eth0'),
    )
    const header = fc.array(text, { maxLength: 5 }).map((hops) => hops.join(','))
    fc.assert(
      fc.property(header, header, (forwarded, real) => {
        const headers = { 'x-forwarded-for': forwarded, 'x-real-ip': real }
        const client = createClientOf(trust)(requestOf('10.0.0.2', headers))
        expect(canonicalAddress(client.address)).toBe(client.address)
      }),
      { seed: 5, numRuns: 1000 },
    )
  })
})

describe('an honest client behind a trusted proxy', () => {
  it('is known by its own address, in one spelling', () => {
    const cases: [string, string][] = [
      ['203.0.113.7', '203.0.113.7'],
      [' 203.0.113.7 ', '203.0.113.7'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['::FFFF:CB00:7107', '203.0.113.7'],
      ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
      ['[2001:db8::1]', '2001:db8::1'],
      ['fe80::1%eth0', 'fe80::1'],
    ]
    for (const [given, known] of cases) {
      expect(addressOf(PRIVATE, '10.0.0.2', { 'x-forwarded-for': given })).toBe(known)
      expect(addressOf(PRIVATE, '::ffff:10.0.0.2', { 'x-real-ip': given })).toBe(known)
    }
  })

  it('is known also when the proxy sends its header twice', () => {
    const headers = { 'x-forwarded-for': ['1.2.3.4', '203.0.113.7'] }
    expect(addressOf(PRIVATE, '10.0.0.2', headers)).toBe('203.0.113.7')
  })

  it('is the proxy itself when that says nothing', () => {
    expect(addressOf(PRIVATE, '10.0.0.2', {})).toBe('10.0.0.2')
  })

  it('is trusted by exact ranges', () => {
    const isTrusted = createTrust(['192.0.2.0/25', '2001:db8::/33', '198.51.100.1'])
    const yes = ['192.0.2.0', '192.0.2.127', '2001:db8:7fff::1', '198.51.100.1']
    const no = ['192.0.2.128', '192.0.1.255', '2001:db8:8000::', '198.51.100.2', '::1']
    expect(yes.filter(isTrusted)).toEqual(yes)
    expect(no.filter(isTrusted)).toEqual([])
  })

  it('of 100 000 in one /64 shares one bucket with them, and with nobody else', () => {
    const clientOf = createClientOf(createTrust(['127.0.0.1']))
    const bucketOf = (address: string): string =>
      clientOf(requestOf('127.0.0.1', { 'x-forwarded-for': address })).bucket
    const buckets = new Set<string>()
    for (let turn = 0; turn < 100_000; turn++) {
      buckets.add(bucketOf(`2001:db8:1:2:${(turn >> 8).toString(16)}:${turn & 255}::1`))
    }
    expect([...buckets]).toEqual(['2001:db8:1:2::/64'])
    expect(bucketOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
    expect(bucketOf('203.0.113.7')).toBe('203.0.113.7')
  })

  it('keeps its own budget on the connection that the proxy shares between clients', async () => {
    const app = await startWatchedApp([...BEHIND_PROXY, '--misses-per-address', '2'])
    for (let turn = 0; turn < 20; turn++) {
      const { status } = await probe(app, guess(turn), `198.51.100.${turn}`)
      expect(status).toBe(404)
    }
  })
})
