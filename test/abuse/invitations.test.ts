/** Invitations from the seat of whoever wants in, or wants more than was given. */

import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { createInvitationStore, type Invitation } from '../../src/access/invitations/store.ts'
import { newId } from '../../src/platform/ids.ts'
import { hashSecret, newSecret } from '../../src/platform/secrets.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder, startTestApp } from '../support/app.ts'
import { ManualTime, START } from '../support/manual-time.ts'
import {
  accept,
  type Caller,
  invite,
  join,
  json,
  makeTenant,
  PASSWORD,
  told,
} from '../support/members.ts'

const acceptWith = (by: Caller, body: Record<string, unknown>): Promise<Response> =>
  by('/v1/invitations/accept', json(body))

const peopleOf = async (by: Caller): Promise<{ login: string; role: string }[]> =>
  ((await (await by('/v1/people')).json()) as { people: { login: string; role: string }[] }).people

const resetOf = async (by: Caller, id: string): Promise<string> => {
  const answer = await by(`/v1/people/${id}/reset`, { method: 'POST' })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { secret: string }).secret
}

const MANY = 50

describe('a link that fifty people open at the same moment', () => {
  it('makes one of them a member', async () => {
    const app = await startTestApp()
    const { secret } = await invite(app.callAsOwner, 'ana', 'viewer')
    const answers = await Promise.all(
      Array.from({ length: MANY }, () => acceptWith(app.call, { secret, password: PASSWORD })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(await told(answer)).toEqual([403, 'invitation_invalid'])
    }
    expect(await peopleOf(app.callAsOwner)).toHaveLength(1)
  })

  it('is taken once also when all of them get as far as the database', async () => {
    const database = openSqlite({
      file: `${makeFolder()}/registry.db`,
      ticker: new ManualTime(),
      onDeath: (error) => {
        throw error
      },
    })
    const store = createInvitationStore(database)
    const made: Invitation = {
      id: newId('inv'),
      tenantId: 'tenant_default',
      tenantName: '',
      login: 'ana',
      role: 'viewer',
      personId: undefined,
      isByServer: false,
      createdBy: 'x',
      createdAt: START,
      expiresAt: START + 1000,
    }
    await store.make(made, hashSecret(newSecret('isri')), 'x')
    const taken = await Promise.all(
      Array.from({ length: MANY }, (_, turn) =>
        store.acceptAsNew(
          { invitationId: made.id, attemptId: newId('att'), now: START },
          { id: `person_${turn}`, name: 'Ana', passwordHash: 'x' },
        ),
      ),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await database.all('SELECT person_id FROM people', [])).toHaveLength(1)
    expect(await database.all('SELECT person_id FROM memberships', [])).toHaveLength(1)
    await database.close()
  })
})

describe('a used invitation', () => {
  it('does not bring back somebody who was removed since', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const eva = await join(app, 'eva', 'viewer')
    const { secret } = await invite(inB, 'eva', 'admin')
    expect((await acceptWith(eva.call, { secret })).status).toBe(201)
    expect((await inB(`/v1/people/${eva.id}`, { method: 'DELETE' })).status).toBe(204)
    const signedIn = await app.call('/v1/sign-ins', json({ login: 'eva', password: PASSWORD }))
    expect(signedIn.status).toBe(201)
    expect(await told(await acceptWith(eva.call, { secret }))).toEqual([403, 'invitation_invalid'])
    expect(await peopleOf(inB)).toEqual([])
  })
})

describe('whoever was made less or removed', () => {
  it.each([
    ['removed', (id: string, by: Caller) => by(`/v1/people/${id}`, { method: 'DELETE' })],
    [
      'made less',
      (id: string, by: Caller) => by(`/v1/people/${id}/role`, json({ role: 'viewer' }, 'PUT')),
    ],
  ])('leaves no link in a drawer once %s', async (_, end) => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'admin')
    const { secret } = await invite(eva.call, 'friend', 'admin')
    const others = await invite(app.callAsOwner, 'other', 'viewer')
    expect((await end(eva.id, app.callAsOwner)).ok).toBe(true)
    expect(await told(await acceptWith(app.call, { secret, password: PASSWORD }))).toEqual([
      403,
      'invitation_invalid',
    ])
    await accept(app, others.secret)
  })
})

describe('a reset', () => {
  it('by an admin is void once its person is an owner, or a member of another tenant', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const olga = await join(app, 'olga', 'admin', inB)
    const eva = await join(app, 'eva', 'viewer', inB)
    const first = await resetOf(olga.call, eva.id)
    await inB(`/v1/people/${eva.id}/role`, json({ role: 'owner' }, 'PUT'))
    const use = (secret: string) => acceptWith(app.call, { secret, password: 'taken over by olga' })
    expect(await told(await use(first))).toEqual([403, 'invitation_invalid'])
    await join(app, 'rut', 'owner', inB)
    await inB(`/v1/people/${eva.id}/role`, json({ role: 'viewer' }, 'PUT'))
    const second = await resetOf(olga.call, eva.id)
    const { secret } = await invite(app.callAsOwner, 'eva', 'owner')
    expect((await acceptWith(eva.call, { secret })).status).toBe(201)
    expect(await told(await use(second))).toEqual([403, 'invitation_invalid'])
    const right = await app.call('/v1/sign-ins', json({ login: 'eva', password: PASSWORD }))
    expect(right.status).toBe(201)
  })

  it('is void once its person was removed', async () => {
    const app = await startTestApp()
    const eva = await join(app, 'eva', 'viewer')
    const secret = await resetOf(app.callAsOwner, eva.id)
    await app.callAsOwner(`/v1/people/${eva.id}`, { method: 'DELETE' })
    const answer = await acceptWith(app.call, { secret, password: PASSWORD })
    expect(await told(answer)).toEqual([403, 'invitation_invalid'])
  })
})

describe('a secret', () => {
  it('that is wrong in any way is answered as an unknown one', async () => {
    const app = await startTestApp()
    const { secret, invitation } = await invite(app.callAsOwner, 'ana', 'viewer')
    const used = await invite(app.callAsOwner, 'eva', 'viewer')
    await accept(app, used.secret)
    const wrong = [
      'x',
      'isri_',
      secret.slice(0, -1),
      `${secret}x`,
      secret.toUpperCase(),
      hashSecret(secret),
      invitation.id,
      app.ownerToken,
      used.secret,
      `isri_${'x'.repeat(900)}`,
    ]
    const answers = new Set<string>()
    for (const tried of wrong) {
      for (const path of ['/v1/invitations/look', '/v1/invitations/accept']) {
        const answer = await app.call(path, json({ secret: tried, password: PASSWORD }))
        answers.add(`${answer.status} ${(await answer.text()).replace(/req_[\w-]+/, 'req')}`)
      }
    }
    expect([...answers]).toEqual([expect.stringContaining('invitation_invalid')])
  })

  it('is nowhere on the disk', async () => {
    const app = await startTestApp()
    const { secret } = await invite(app.callAsOwner, 'ana', 'viewer')
    const db = new Sqlite(app.db, { readonly: true })
    const rows = ['invitations', 'audit'].map((table) => db.prepare(`SELECT * FROM ${table}`).all())
    db.close()
    expect(JSON.stringify(rows)).toContain('ana')
    expect(JSON.stringify(rows)).not.toContain(secret.slice(5))
  })
})

describe('a tenant', () => {
  it('neither sees nor withdraws what another has open', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    const ana = await join(app, 'ana', 'owner')
    const { invitation, secret } = await invite(inB, 'eva', 'viewer')
    const withdrawn = await ana.call(`/v1/invitations/${invitation.id}`, { method: 'DELETE' })
    expect(await told(withdrawn)).toEqual([404, 'invitation_not_found'])
    expect(await (await ana.call('/v1/invitations')).json()).toEqual({ invitations: [] })
    await accept(app, secret)
  })

  it('learns nothing about who is a person elsewhere by inviting them', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    await join(app, 'ana', 'owner')
    const shapes = await Promise.all(
      ['ana', 'nobody'].map(async (login) => {
        const made = await invite(inB, login, 'viewer')
        return Object.keys(made.invitation).join()
      }),
    )
    expect(new Set(shapes).size).toBe(1)
  })

  it('has a thousand open invitations at most, and the next tenant as many', async () => {
    const app = await startTestApp()
    const inB = await makeTenant(app, 'B')
    for (let turn = 0; turn < 10; turn++) {
      await Promise.all(
        Array.from({ length: 100 }, (_, at) => invite(app.callAsOwner, `p${turn}-${at}`, 'viewer')),
      )
    }
    const more = json({ login: 'one-more', role: 'viewer' })
    expect(await told(await app.callAsOwner('/v1/invitations', more))).toEqual([
      409,
      'too_many_invitations',
    ])
    await invite(inB, 'one-more', 'viewer')
  })
})

it('a page of another site accepts nothing in a person’s browser', async () => {
  const app = await startTestApp()
  const inB = await makeTenant(app, 'B')
  const eva = await join(app, 'eva', 'viewer')
  const { secret } = await invite(inB, 'eva', 'viewer')
  const headers = { 'Content-Type': 'application/json', Origin: 'https://evil.example' }
  const answer = await eva.call('/v1/invitations/accept', { ...json({ secret }), headers })
  expect(await told(answer)).toEqual([403, 'cross_origin'])
})
