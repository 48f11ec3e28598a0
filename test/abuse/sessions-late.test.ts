/** Sessions that are asked for under an authority, or of a server, that ends while the answer waits. */

import { expect, it } from 'vitest'
import type { Session } from '../../src/protocol/session.ts'
import type { TestApp } from '../support/app.ts'
import { askSession, connectHost } from '../support/host.ts'
import { json } from '../support/members.ts'
import { startWatchedApp } from './attacker.ts'

/** An address that guessed wrong waits for its next answer. */
const guessWrong = async (app: TestApp): Promise<void> => {
  for (let misses = 0; misses < 3; misses++) await askSession(app, { code: `ISR-5550000${misses}` })
}

const live = async (app: TestApp): Promise<Session[]> =>
  ((await (await app.callAsOwner('/v1/sessions')).json()) as { sessions: Session[] }).sessions

const makeToken = async (app: TestApp): Promise<{ id: string; secret: string }> => {
  const wanted = { kind: 'tenant', name: 'support', scopes: ['codes:resolve'] }
  const made = (await (await app.callAsOwner('/v1/tokens', json(wanted))).json()) as {
    token: { id: string }
    secret: string
  }
  return { id: made.token.id, secret: made.secret }
}

it.each(['open', 'signed-in'])('a token that is revoked while its question waits gets no session: %s', async (resolve) => {
  const app = await startWatchedApp(['--resolve', resolve, '--misses-per-address', '10'])
  const host = await connectHost(app, { candidates: [{ address: '192.168.1.20', port: 7000 }] })
  const { id, secret } = await makeToken(app)
  const headers = { Authorization: `Bearer ${secret}` }
  expect((await askSession(app, {}, headers)).status).toBe(201)
  await host.next('open')
  for (let misses = 0; misses < 3; misses++) {
    await askSession(app, { code: `ISR-5550000${misses}` }, headers)
  }
  const held = app.time.nextDelay()
  const asking = askSession(app, {}, headers)
  await held
  expect((await app.callAsOwner(`/v1/tokens/${id}`, { method: 'DELETE' })).status).toBeLessThan(300)
  app.time.advance(5000)
  const answer = await asking
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'sign_in_required'])
  expect(await live(app)).toEqual([])
})

it('a session that is asked for while the server stops is refused, not lost', async () => {
  const app = await startWatchedApp(['--misses-per-address', '10'])
  await connectHost(app)
  await guessWrong(app)
  const held = app.time.nextDelay()
  const asking = askSession(app)
  await held
  const closed = app.close()
  app.time.advance(5000)
  const answer = await asking
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'restarting'])
  await closed
})
