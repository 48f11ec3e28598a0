import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { auditOf, type AuditRow } from '../support/audit.ts'
import { registerHost } from '../abuse/attacker.ts'
import { signIn } from '../abuse/browser.ts'

describe('the audit of a server', () => {
  it('tells who deleted which host, from where, also over the older path', async () => {
    const app = await startTestApp()
    await registerHost(app, 'ISR-12345678')
    await app.callAsOwner('/delete?code=isr 1234 5678', { method: 'POST' })
    await registerHost(app, 'ISR-12345678')
    expect((await app.callAsOwner('/v1/codes/ISR-12345678', { method: 'DELETE' })).status).toBe(204)
    const rows = await auditOf(app)
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      expect(row).toMatchObject({
        actor: { kind: 'owner-token' },
        address: '127.0.0.1',
        action: 'host.deleted',
        object: { kind: 'host', name: 'ISR-12345678' },
        outcome: 'allowed',
        reason: null,
        count: 1,
      })
    }
  })

  it('tells of a wrong token once a minute with a count, and of no request without one', async () => {
    const app = await startTestApp()
    for (let turn = 0; turn < 5; turn++) {
      await app.call(`/v1/hosts/host_${turn}`, { headers: { Authorization: `Bearer isrp_${turn}` } })
      await app.call('/v1/hosts')
    }
    expect(await auditOf(app)).toMatchObject([
      {
        actor: { kind: 'anonymous' },
        action: 'request',
        object: { id: '/v1/hosts/:id', name: 'GET' },
        outcome: 'refused',
        reason: 'invalid_token',
        count: 5,
      },
    ])
  })

  it('tells of sign-ins, wrong ones counted', async () => {
    const app = await startTestApp()
    await signIn(app, 'isro_wrong')
    await signIn(app, 'isro_wrong')
    await signIn(app)
    const rows = await auditOf(app, '?action=sign-in.started')
    expect(rows.map(({ outcome, count }) => [outcome, count])).toEqual(
      expect.arrayContaining([
        ['allowed', 1],
        ['refused', 2],
      ]),
    )
    expect(JSON.stringify(rows)).not.toContain('isro_')
  })

  it('tells of a honeypot that was touched', async () => {
    const app = await startTestApp()
    await app.call('/resolve?code=ISR-00000000')
    expect(await auditOf(app)).toMatchObject([
      { action: 'address.banned', object: { kind: 'address', id: '127.0.0.1' }, after: { code: 'ISR-00000000' } },
    ])
  })

  it('is given page by page, and a cursor from elsewhere starts at the beginning', async () => {
    const app = await startTestApp()
    for (const code of ['a', 'b', 'c']) {
      await registerHost(app, code)
      await app.callAsOwner(`/v1/codes/${code}`, { method: 'DELETE' })
    }
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = await app.callAsOwner(`/v1/audit?limit=1&cursor=${cursor}`)
      const page = (await answer.json()) as { entries: AuditRow[]; nextCursor: string | null }
      names.push(...page.entries.map(({ object }) => object.name))
      cursor = page.nextCursor
    }
    expect(names).toEqual(['c', 'b', 'a'])
    expect(await auditOf(app, "?cursor=';DROP TABLE audit")).toHaveLength(3)
    for (const query of ['?limit=0', '?limit=501', '?from=x', '?outcome=maybe']) {
      expect((await app.callAsOwner(`/v1/audit${query}`)).status, query).toBe(400)
    }
  })
})

describe('the exported audit', () => {
  const startWithActs = async (codes: string[]) => {
    const app = await startTestApp()
    for (const code of codes) {
      await registerHost(app, code)
      const path = `/v1/codes/${encodeURIComponent(code)}`
      expect((await app.callAsOwner(path, { method: 'DELETE' })).status).toBe(204)
    }
    return app
  }

  it('is a table that no spreadsheet runs, with names as they are', async () => {
    const app = await startWithActs(['=1+1', 'Ñandú "B", C'])
    const answer = await app.callAsOwner('/v1/audit/export?format=csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    const lines = bytes.toString('utf8').split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toContain(',audit.exported,audit,csv,')
    expect(lines[2]).toContain(',"Ñandú ""B"", C",')
    expect(lines[3]).toContain(",'=1+1,")
    expect(lines[4]).toBe('')
  })

  it('is lines of JSON with the filters applied, and is itself an act', async () => {
    const app = await startWithActs(['a', 'b'])
    const answer = await app.callAsOwner('/v1/audit/export?format=jsonl&object=b')
    const lines = (await answer.text()).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as AuditRow).object.name)).toEqual(['b'])
    expect(await auditOf(app, '?action=audit.exported')).toMatchObject([{ after: { object: 'b' } }])
  })
})
