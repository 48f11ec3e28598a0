/** People by the command line: what an owner with a lost password does on the server's own machine. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type RunningServer, runIsr, startServer } from '../support/binary.ts'

const PASSWORD = 'correct horse battery'

type Ran = Awaited<ReturnType<typeof runIsr>>

const local = (server: RunningServer, args: string[]): Promise<Ran> =>
  runIsr(['admin', ...args, '--server', server.url, '--db', server.db], {
    XDG_CONFIG_HOME: join(server.folder, 'nobody'),
  })

const done = async (ran: Promise<Ran>): Promise<string> => {
  const { code, stdout, stderr } = await ran
  expect([code, stderr]).toEqual([0, ''])
  return stdout.trim()
}

const send = (server: RunningServer, path: string, body: unknown): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

const setUp = async (server: RunningServer): Promise<void> => {
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  const body = { token, login: 'owner@example.org', name: 'Owner', password: PASSWORD }
  expect((await send(server, '/v1/set-up', body)).status).toBe(201)
}

const secretOf = (link: string): string => link.split('#')[1] ?? ''

it('an owner who lost the password gets a new one by the owner token, and the old one ends', async () => {
  const server = await startServer()
  await setUp(server)
  const link = await done(local(server, ['people', 'reset', 'Owner@example.org']))
  expect(link).toMatch(new RegExp(`^${server.url}/invite#isri_[\\w-]+$`))
  const accept = { secret: secretOf(link), password: 'another horse battery' }
  expect((await send(server, '/v1/invitations/accept', accept)).status).toBe(201)
  const signIn = { login: 'owner@example.org', password: PASSWORD }
  expect((await send(server, '/v1/sign-ins', signIn)).status).toBe(401)
  const again = { ...signIn, password: 'another horse battery' }
  expect((await send(server, '/v1/sign-ins', again)).status).toBe(201)
  const listed = await done(local(server, ['audit', '--action', 'person.reset']))
  expect(listed).toMatch(/owner token +127\.0\.0\.1 +person\.reset +owner@example\.org +allowed/)
})

it('roles change and memberships end by login, but a tenant keeps an owner', async () => {
  const server = await startServer()
  await setUp(server)
  const link = await done(local(server, ['invite', 'ana', '--role', 'viewer']))
  const accept = { secret: secretOf(link), name: 'Ana', password: PASSWORD }
  expect((await send(server, '/v1/invitations/accept', accept)).status).toBe(201)
  expect(await done(local(server, ['people', 'role', 'ana', 'admin']))).toBe('ana: admin')
  expect(await done(local(server, ['people', 'remove', 'ana']))).toBe('ana is no longer a member')
  const nobody = await local(server, ['people', 'remove', 'ana'])
  expect([nobody.code, nobody.stderr]).toEqual([5, 'isr: There is nobody "ana" here. See: isr admin people\n'])
  const last = await local(server, ['people', 'role', 'owner@example.org', 'viewer'])
  expect([last.code, last.stderr]).toMatchObject([1, expect.stringContaining('last_owner')])
  const king = await local(server, ['people', 'role', 'owner@example.org', 'king'])
  expect([king.code, king.stderr]).toEqual([2, 'isr: Say what they will be: owner, admin, operator, viewer.\n'])
})

it('a personal token is not made with the owner token, and the command says what to do instead', async () => {
  const server = await startServer()
  const made = await local(server, ['tokens', 'make', 'report', '--scopes', 'hosts:read'])
  expect([made.code, made.stderr]).toMatchObject([4, expect.stringMatching(/run `isr login`.*--for-tenant/)])
  expect(await done(local(server, ['audit', '--action', 'token.made']))).not.toContain('report')
})

it('a transfer without a target asks for the target, not for --yes', async () => {
  const server = await startServer()
  await fetch(`${server.url}/register?code=one&host=10.0.0.4`, { method: 'POST' })
  const { code, stderr } = await local(server, ['host', 'transfer', 'one'])
  expect([code, stderr]).toMatchObject([2, expect.stringContaining('--to TENANT, or --key KEY')])
})

it('the start line names the set-up page until the owner has an account', async () => {
  const first = await startServer()
  await expect.poll(first.output).toContain(`${first.url}/set-up`)
  await setUp(first)
  await first.stop()
  const second = await startServer([], { folder: first.folder })
  await expect.poll(second.output).toContain('it opens everything when an account is lost')
  expect(second.output()).not.toContain('/set-up')
})
