/** What is secret of a screen is nowhere: not in the log at its most talkative, the audit or the metrics. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { startServer } from '../support/binary.ts'
import { startLibraryHost } from '../support/programs-library.ts'
import { openPage, startEcho } from '../support/screen.ts'
import { CODE, PATIENCE } from './stage.ts'

const PASSWORD = 'zq-password-of-somebody'

it('no PIN, link, login or way back is in the log, the audit, the sessions or the metrics', async () => {
  const server = await startServer(['--log-level', 'trace'])
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(new URL(path, server.url), init)
  const as = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const app = { url: server.url, call, time: { now: () => Date.now() } }
  const host = await startLibraryHost({ server: server.url, code: CODE, service: `vnc=127.0.0.1:${await startEcho()}` })
  const hostId = await vi.waitFor(async () => {
    const { hosts } = (await (await call('/v1/hosts', { headers: as })).json()) as { hosts: { id: string; presence: string }[] }
    expect(hosts[0]?.presence).toBe('online')
    return hosts[0]?.id ?? ''
  }, PATIENCE)
  const wish = { hostId, service: 'vnc', kind: 'screen', uses: 3, expiresAt: Date.now() + 3_600_000 }
  const made = await call('/v1/links', { method: 'POST', headers: as, body: JSON.stringify(wish) })
  const { secret } = (await made.json()) as { secret: string }
  const pin = host.pin()
  const page = await openPage(app, {}, { type: 'open', link: secret })
  await page.next('pin')
  page.say({ type: 'pin', pin })
  const { again, session } = await page.next('ready')
  page.socket.terminate()
  const back = await openPage(app, {}, { type: 'open', link: secret, again })
  await back.next('ready')
  back.say({ type: 'login', user: 'ana', password: PASSWORD, columns: 80, rows: 24 })
  expect((await back.closed).reason).toBe('invalid_request')
  await vi.waitFor(() => expect(server.output()).toContain(session), PATIENCE)
  const told = [server.output()]
  for (const path of ['/v1/audit?limit=500', '/v1/sessions?state=ended', '/v1/links', '/metrics']) {
    told.push(await (await call(path, { headers: as })).text())
  }
  for (const text of told) {
    for (const hidden of [secret, again, token, PASSWORD]) expect(text).not.toContain(hidden)
    expect(text).not.toMatch(new RegExp(`\\b${pin}\\b`))
  }
})
