/** Using guest links, as a screen does: atomically, given back, while the policy and the host allow. */

import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { ANONYMOUS } from '../../src/protocol/actor.ts'
import { type RefusalCode, Refusal } from '../../src/protocol/refusals.ts'
import { startTestApp } from '../support/app.ts'
import { connectHost } from '../support/host.ts'
import { clientAt, HOUR, linksBeside, listLinks, makeLink } from './links-beside.ts'

const GUEST = clientAt('203.0.113.9')

const codeOf = async (act: Promise<unknown>): Promise<RefusalCode | 'done'> => {
  try {
    await act
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe('a use of a guest link', () => {
  it('makes a guest who may do nothing but what the link says, and is recorded as his', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links, recorded } = linksBeside(app)
    const { link, secret } = await makeLink(app, hostId, { service: 'ssh', kind: 'terminal', note: 'Eva' })
    const { actor, giveBack: _, ...taken } = await links.take(secret, GUEST)
    expect(taken).toEqual({ linkId: link.id, hostId, service: 'ssh', kind: 'terminal', isViewOnly: false })
    expect(actor).toEqual({
      kind: 'guest',
      id: link.id,
      name: 'Eva',
      tenantId: 'tenant_default',
      permissions: new Set(),
      expiresAt: link.expiresAt,
    })
    expect(recorded).toHaveLength(1)
    expect(recorded[0]).toMatchObject({ actor, address: GUEST.address, action: 'link.used' })
    expect(JSON.stringify(recorded)).not.toContain(secret)
    expect((await listLinks(app.callAsOwner))[0]).toMatchObject({
      used: 1,
      lastUsedAt: app.time.now(),
      state: 'used-up',
    })
  })

  it('is had by as many of fifty at the same moment as the link has uses', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links } = linksBeside(app)
    const { secret } = await makeLink(app, hostId, { uses: 7 })
    const codes = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => codeOf(links.take(secret, clientAt(`198.51.100.${turn}`)))),
    )
    expect(codes.filter((code) => code === 'done')).toHaveLength(7)
    expect(codes.filter((code) => code === 'link_used_up')).toHaveLength(43)
  })

  it('is given back once, whoever asks twice, and the next guest has it', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links } = linksBeside(app)
    const { secret } = await makeLink(app, hostId, { uses: 2 })
    await links.take(secret, GUEST)
    const firstAt = app.time.now()
    app.time.advance(1000)
    const { giveBack } = await links.take(secret, GUEST)
    expect(await codeOf(links.take(secret, GUEST))).toBe('link_used_up')
    await Promise.all([giveBack(), giveBack()])
    await giveBack()
    expect((await listLinks(app.callAsOwner))[0]).toMatchObject({ used: 1, lastUsedAt: firstAt })
    expect(await codeOf(links.take(secret, GUEST))).toBe('done')
    expect(await codeOf(links.take(secret, GUEST))).toBe('link_used_up')
  })

  it('is refused by name when the link ended, and by one name when it never was or was revoked', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links, recorded, ended } = linksBeside(app)
    const short = await makeLink(app, hostId)
    const long = await makeLink(app, hostId, { expiresAt: app.time.now() + 2 * HOUR })
    app.time.advance(HOUR)
    expect(await codeOf(links.take(short.secret, GUEST))).toBe('link_expired')
    expect(recorded).toMatchObject([{ action: 'link.used', reason: 'link_expired', object: { id: short.link.id } }])
    await links.revoke({ tenantId: 'tenant_default' }, long.link.id)
    expect(ended).toEqual([{ linkId: long.link.id }])
    const unknown = ['', 'isrg_', `isrg_${'x'.repeat(10_000)}`, long.secret.replace('isrg_', 'isrt_')]
    for (const secret of [long.secret, ...unknown]) {
      expect(await codeOf(links.take(secret, GUEST))).toBe('link_not_found')
      expect(await codeOf(links.look(secret, GUEST))).toBe('link_not_found')
    }
    expect(recorded).toHaveLength(1)
  })

  it('is not had, and no link is made, while the server lets no guests in', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links, policy } = linksBeside(app)
    const { secret, link } = await makeLink(app, hostId)
    for (const now of [{ isOn: true, isForGuests: false }, { isOn: false, isForGuests: true }]) {
      policy.now = now
      expect(await codeOf(links.take(secret, GUEST))).toBe('links_off')
      expect(await codeOf(links.look(secret, GUEST))).toBe('links_off')
      expect(await links.isGood(link.id)).toBe(false)
      expect(await codeOf(links.make({ ...ANONYMOUS, tenantId: 'tenant_default' }, link))).toBe('links_off')
    }
    policy.now = { isOn: true, isForGuests: true }
    expect(await codeOf(links.take(secret, GUEST))).toBe('done')
  })
})

describe('whoever came in by a link', () => {
  it('may come back though its uses are up, but not once it expired or was revoked', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links } = linksBeside(app)
    const first = await makeLink(app, hostId)
    const second = await makeLink(app, hostId, { expiresAt: app.time.now() + 2 * HOUR })
    await links.take(first.secret, GUEST)
    await links.take(second.secret, GUEST)
    expect(await links.isGood(first.link.id)).toBe(true)
    app.time.advance(HOUR)
    expect(await links.isGood(first.link.id)).toBe(false)
    expect(await links.isGood(second.link.id)).toBe(true)
    await links.revoke({ tenantId: 'tenant_default' }, second.link.id)
    expect(await links.isGood(second.link.id)).toBe(false)
    expect(await links.isGood('link_nobody')).toBe(false)
  })

  it('is out when the host is gone, also where nobody was told that it went', async () => {
    const app = await startTestApp()
    const { hostId } = await connectHost(app)
    const { links, ended } = linksBeside(app)
    const { link, secret } = await makeLink(app, hostId)
    const database = new Sqlite(app.db)
    database.prepare('DELETE FROM leases WHERE host_id = ?').run(hostId)
    database.close()
    expect(await links.isGood(link.id)).toBe(false)
    expect(await codeOf(links.take(secret, GUEST))).toBe('link_not_found')
    await links.sweep()
    expect(ended).toEqual([{ linkId: link.id }])
    expect((await listLinks(app.callAsOwner))[0]?.state).toBe('revoked')
  })
})
