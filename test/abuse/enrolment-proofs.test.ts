/** Enrolling with a key: lost answers, borrowed proofs, and keys that are nobody's. */

import { describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { act, type Answer, json, listed, put, registerOld, serverIdOf, SignedHost, toAnswer } from '../registry/signed-host.ts'

const CODE = 'ISR-12345678'
const DAY_MS = 86_400_000

const enrol = async (app: TestApp, uses: number, headers = {}): Promise<string> => {
  const wanted = { name: 'Office', uses, expiresInMs: 7 * DAY_MS, tags: [] }
  const answer = await app.callAsOwner('/v1/enrolments', json('POST', wanted, headers))
  return ((await answer.json()) as { secret: string }).secret
}

const usesLeft = async (app: TestApp): Promise<unknown> => {
  const answer = await app.callAsOwner('/v1/enrolments')
  return ((await answer.json()) as { enrolments: { usesLeft: number }[] }).enrolments[0]?.usesLeft
}

const tenant = async (app: TestApp): Promise<Record<string, string>> => {
  const made = await app.callAsOwner('/v1/tenants', json('POST', { name: 'Branch' }))
  return { 'Isr-Tenant': ((await made.json()) as { id: string }).id }
}

const send = async (app: TestApp, body: object): Promise<Answer> =>
  toAnswer(await app.call('/v1/enrolments/redeem', json('POST', body)))

/** Redeems as a host with a key does; `signed` is the token that it agreed to. */
const redeem = async (app: TestApp, host: SignedHost, token: string, signed = token): Promise<Answer> => {
  const sent = { code: CODE, at: app.time.now(), token: signed }
  return send(app, { token, code: CODE, ...host.body(await serverIdOf(app), sent) })
}

const bearing = (secret: unknown) => ({ Authorization: `Bearer ${String(secret)}` })

describe('a host that did not hear the answer to its enrolment', () => {
  it('asks again with its key and gets another credential, at no further use', async () => {
    const app = await startTestApp(['--registration', 'enrolled'])
    const [host, token] = [new SignedHost(), await enrol(app, 1)]
    const lost = await redeem(app, host, token)
    app.time.advance(1)
    const heard = await redeem(app, host, token)
    expect([lost.status, heard.status, await usesLeft(app)]).toEqual([201, 201, 0])
    expect((heard.body['host'] as { id: string }).id).toBe((lost.body['host'] as { id: string }).id)
    expect(await put(app, CODE, undefined, bearing(lost.body['credential']))).toMatchObject({ status: 401 })
    expect(await put(app, CODE, undefined, bearing(heard.body['credential']))).toMatchObject({ status: 200 })
    expect(await listed(app)).toHaveLength(1)
  })

  it('takes one use also when it asks many times at once', async () => {
    const app = await startTestApp()
    const [host, token] = [new SignedHost(), await enrol(app, 30)]
    const serverId = await serverIdOf(app)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) =>
        send(app, { token, code: CODE, ...host.body(serverId, { code: CODE, at: app.time.now() + turn, token }) }),
      ),
    )
    expect(answers.some(({ status }) => status === 201)).toBe(true)
    expect(await usesLeft(app)).toBe(29)
  })

  it('is refused like anybody once the enrolment is over, and so are others for its code', async () => {
    const app = await startTestApp()
    const [host, token] = [new SignedHost(), await enrol(app, 1)]
    await redeem(app, host, token)
    app.time.advance(1)
    expect(await redeem(app, new SignedHost(), token)).toMatchObject({ code: 'enrolment_invalid' })
    expect(await send(app, { token, code: CODE, address: '6.6.6.6' })).toMatchObject({ code: 'enrolment_invalid' })
    expect(await send(app, { token, code: 'other', ...host.body(await serverIdOf(app), { code: 'other', at: app.time.now(), token }) })).toMatchObject({ code: 'enrolment_invalid' })
    const id = (await listed(app))[0]?.['id']
    await act(app, id, 'release')
    expect(await redeem(app, host, token)).toMatchObject({ code: 'enrolment_invalid' })
    app.time.advance(7 * DAY_MS)
    expect(await redeem(app, host, token)).toMatchObject({ code: 'enrolment_invalid' })
  })
})

describe('a proof heard on the way', () => {
  it('that was signed to register enrols nobody, in whatever tenant', async () => {
    const app = await startTestApp()
    const [host, token] = [new SignedHost(), await enrol(app, 1, await tenant(app))]
    const held = host.body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    expect(await send(app, { token, code: CODE, ...held })).toMatchObject({ status: 401, code: 'wrong_signature' })
    expect(await put(app, CODE, held)).toMatchObject({ status: 200 })
  })

  it('that was signed for one enrolment serves no other, nor to register', async () => {
    const app = await startTestApp()
    const [host, own, thiefs] = [new SignedHost(), await enrol(app, 1), await enrol(app, 1, await tenant(app))]
    expect(await redeem(app, host, thiefs, own)).toMatchObject({ code: 'wrong_signature' })
    const held = host.body(await serverIdOf(app), { code: CODE, at: app.time.now(), token: own })
    expect(await put(app, CODE, held)).toMatchObject({ code: 'wrong_signature' })
    expect(await redeem(app, host, own)).toMatchObject({ status: 201 })
  })
})

describe('a key of small order', () => {
  it('proves nothing, although its one signature fits every text', async () => {
    const app = await startTestApp()
    const body = new SignedHost().body(await serverIdOf(app), { code: CODE, at: app.time.now() })
    for (const first of ['01', '00', 'ec', '81']) {
      const isLast = first === 'ec'
      const hex = isLast ? `ec${'ff'.repeat(30)}7f` : `${first === '81' ? '01' : first}${'00'.repeat(30)}${first === '81' ? '80' : '00'}`
      const key = Buffer.from(hex, 'hex').toString('base64url')
      const signature = Buffer.from(`01${'00'.repeat(63)}`, 'hex').toString('base64url')
      const proof = { ...(body['proof'] as object), key, signature }
      expect(await put(app, CODE, { ...body, proof })).toMatchObject({ status: 401, code: 'wrong_signature' })
    }
    expect(await listed(app)).toEqual([])
  })
})

describe('what becomes of a code without owner', () => {
  it('is in the audit when a key takes it from its old host, also at the same address', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE, '10.0.0.1')
    app.time.advance(1)
    const thief = new SignedHost()
    const { body } = await thief.register(app, { code: CODE, address: '10.0.0.1' })
    await thief.register(app, { code: 'new' })
    expect(await auditOf(app, '?action=host.claimed')).toMatchObject([
      { object: { id: body['id'], name: CODE }, after: { by: body['keyFingerprint'] }, count: 1 },
    ])
  })

  it('is in the audit of the tenant that it leaves through an enrolment', async () => {
    const app = await startTestApp()
    await registerOld(app, CODE)
    const id = (await listed(app))[0]?.['id']
    const token = await enrol(app, 1, await tenant(app))
    app.time.advance(1)
    await send(app, { token, code: CODE, address: '10.0.0.1' })
    expect(await auditOf(app, '?action=host.claimed')).toMatchObject([{ object: { id, name: CODE }, after: { by: 'enrolment' } }])
  })
})

describe('a stolen credential', () => {
  it('that knocks at another’s code is in the audit of its owner', async () => {
    const app = await startTestApp()
    const stolen = await redeem(app, new SignedHost(), await enrol(app, 1))
    await new SignedHost().register(app, { code: 'other' })
    await put(app, 'other', undefined, bearing(stolen.body['credential']))
    expect(await auditOf(app, '?object=other')).toMatchObject([{ reason: 'wrong_code', outcome: 'refused' }])
  })

  it('or a wrong token is in the audit on the older paths as well', async () => {
    const app = await startTestApp()
    const wrong = bearing(`isrh_${'A'.repeat(43)}`)
    await registerOld(app, CODE, '10.0.0.1', wrong)
    await app.call(`/delete?code=${CODE}`, { method: 'POST', headers: wrong })
    await app.call('/list', { headers: wrong })
    const rows = await auditOf(app, '?outcome=refused')
    expect(rows.map(({ object, reason }) => `${object.id} ${reason}`).sort()).toEqual([
      '/delete invalid_token',
      '/list invalid_token',
      '/register invalid_token',
    ])
  })
})
