/**
 * Filling the disk through the audit, or burying in it what one does: a flood of refusals is counted,
 * and the acts of people stay readable below it.
 */

import { describe, expect, it } from 'vitest'
import { MAX_ROWS_PER_MINUTE } from '../../src/audit/tally.ts'
import { startTestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { BEHIND_PROXY, from, registerHost } from './attacker.ts'

const REQUESTS = 2000

describe('whoever floods the server with refused requests', () => {
  it('writes a fixed number of rows a minute, all requests counted', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    for (let turn = 0; turn < REQUESTS; turn += 50) {
      const batch = Array.from({ length: 50 }, (_, at) =>
        app
          .call(`/v1/hosts/${turn + at}`, {
            method: turn % 100 === 0 ? 'GET' : 'DELETE',
            headers: {
              Authorization: `Bearer isrp_${turn + at}`,
              ...from(`198.51.${(turn + at) >> 8}.${(turn + at) & 255}`),
            },
          })
          .then((answer) => answer.text()),
      )
      await Promise.all(batch)
    }
    const rows = await auditOf(app, '?limit=500')
    expect(rows.length).toBeLessThanOrEqual(MAX_ROWS_PER_MINUTE)
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(REQUESTS)
    expect(rows.some(({ object }) => object.id === '(many)')).toBe(true)
  })

  it('hides no act of the owner, and writes nothing into the file that is not shown as text', async () => {
    const app = await startTestApp()
    const agent = '=cmd|\u00a0calc'
    for (let turn = 0; turn < 200; turn++) {
      const headers = { Authorization: `Bearer isrt_${turn}`, 'User-Agent': agent }
      await (await app.call(`/v1/hosts/${encodeURIComponent(`=x${turn}\u0000\u001b[2J`)}`, { headers })).text()
    }
    await registerHost(app, 'X')
    await app.callAsOwner('/v1/codes/X', { method: 'DELETE' })
    expect(await auditOf(app, '?outcome=allowed')).toMatchObject([{ action: 'host.deleted' }])
    const file = await (await app.callAsOwner('/v1/audit/export')).text()
    // oxlint-disable-next-line no-control-regex -- their absence is what is asked
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    expect(file).not.toMatch(/(^|,)"?[=+@-]/m)
  })
})
