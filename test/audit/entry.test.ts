import { describe, expect, it } from 'vitest'
import { ANONYMOUS } from '../../src/protocol/actor.ts'
import { createAuditIds, MAX_FACTS_BYTES, toRecord } from '../../src/audit/entry.ts'
import { newSecret } from '../../src/platform/secrets.ts'
import { START } from '../support/manual-time.ts'

const entry = {
  actor: { ...ANONYMOUS, tenantId: 'tenant_a' },
  address: '203.0.113.7',
  action: 'host.locked',
  object: { kind: 'host', id: 'host_1', name: 'ISR-1' },
}

describe('an audit entry', () => {
  it('has an id that sorts by time, and by order within a millisecond', () => {
    const newId = createAuditIds()
    const ids = [START, START, START, START + 1, START + 1000, 5e12].map(newId)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^aud_[a-z0-9]{21}$/)
  })

  it('has no control characters, no half characters and no text without end', () => {
    const name = `a\u0000b\u001b[31m\u202ec\n\ud800${'x'.repeat(100_000)}`
    const record = toRecord({ ...entry, object: { kind: 'host', id: name, name }, before: { name } }, 'aud_1', START)
    for (const text of [record.object.id, record.object.name, record.before ?? '']) {
      // oxlint-disable-next-line no-control-regex -- their absence is what is asked
      expect(text).not.toMatch(/[\u0000-\u001f\u202e]/)
      expect(text.isWellFormed()).toBe(true)
      expect(text.length).toBeLessThanOrEqual(256)
    }
  })

  it('keeps no secret, wherever one is handed over', () => {
    const secret = newSecret('isrp')
    const record = toRecord(
      {
        ...entry,
        object: { kind: 'path', id: `/v1/x?token=${secret}`, name: secret },
        before: { password: 'hunter2', nested: { secret: 'x', list: [`see ${secret}`] } },
        after: { note: secret, tokenId: 'tok_1' },
      },
      'aud_1',
      START,
    )
    const text = JSON.stringify(record)
    expect(text).not.toContain(secret.slice(5, 30))
    expect(text).not.toContain('hunter2')
    expect(record.after).toContain('tok_1')
  })

  it('keeps small facts as they are and says so where they are too long', () => {
    const kept = toRecord({ ...entry, before: { role: 'viewer', uses: 3, at: null } }, 'aud_1', START)
    expect(JSON.parse(kept.before ?? '')).toEqual({ role: 'viewer', uses: 3, at: null })
    expect(kept.after).toBeNull()
    const long = { list: Array.from({ length: 50 }, () => 'ñ'.repeat(200)) }
    const cut = toRecord({ ...entry, after: long }, 'aud_1', START).after ?? ''
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(MAX_FACTS_BYTES)
    expect(JSON.parse(cut)).toEqual({ isTooLong: true })
  })

  it('of a stranger at the server itself belongs to the owners of the server', () => {
    expect(toRecord({ ...entry, actor: ANONYMOUS }, 'aud_1', START).tenantId).toBe('tenant_default')
  })
})
