import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { auditOf } from '../support/audit.ts'
import { invite, join, makeTenant } from '../support/members.ts'
import { type Browser, startOidcApp } from '../support/oidc-provider.ts'

const ANA = { email: 'Ana@Example.com', email_verified: true, name: 'Ana Ñandú' }

const meOf = async (browser: Browser, url: string): Promise<Record<string, unknown>> => {
  const answer = await browser.fetch(`${url}/v1/me`)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Record<string, unknown>
}

describe('signing in with OpenID Connect', () => {
  it('makes a person of whoever was invited, and knows them by their identity from then on', async () => {
    const accounts: Record<string, typeof ANA> = { 'sub-ana': ANA }
    const { app, signIn } = await startOidcApp(accounts, { flags: ['--oidc-name', 'Acme'] })
    expect(await (await app.call('/v1/server')).json()).toMatchObject({
      signIn: { password: true, oidc: { name: 'Acme' } },
    })
    await invite(app.callAsOwner, 'ana@example.com', 'operator')
    const { browser, at } = await signIn()
    expect(at.href).toBe(`${app.url}/`)
    const me = await meOf(browser, app.url)
    expect(me).toMatchObject({
      role: 'operator',
      person: { login: 'ana@example.com', name: 'Ana Ñandú', hasPassword: false },
    })
    accounts['sub-ana'] = { ...ANA, email: 'ana.new@example.com' }
    const later = await signIn()
    expect(await meOf(later.browser, app.url)).toMatchObject({ id: me['id'] })
    const [again, first] = await auditOf(app, '?action=sign-in.started')
    expect([first?.after, again?.after]).toEqual([{ by: 'oidc invitation' }, { by: 'oidc identity' }])
    expect(again?.actor).toMatchObject({ kind: 'person', id: me['id'] })
  })

  it.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
    'works with a provider that wants %s, and with claims in the id token',
    async (secretMethod) => {
      const { app, signIn } = await startOidcApp(
        { 'sub-ana': ANA },
        { secretMethod, hasClaimsInIdToken: true },
      )
      await invite(app.callAsOwner, 'ana@example.com', 'viewer')
      const { browser } = await signIn()
      expect(await meOf(browser, app.url)).toMatchObject({ role: 'viewer' })
    },
  )

  it('links a person who was made by it when the provider is replaced by another', async () => {
    const { app, provider, signIn } = await startOidcApp({ 'sub-ana': ANA })
    await invite(app.callAsOwner, 'ana@example.com', 'operator')
    const me = await meOf((await signIn()).browser, app.url)
    const { folder, time } = app
    await app.close()
    await provider.close()
    const next = await startOidcApp({ 'sub-other': ANA }, { folder, time })
    const { browser, at } = await next.signIn()
    expect(at.pathname).toBe('/')
    expect(await meOf(browser, next.app.url)).toMatchObject({ id: me['id'] })
  })

  it('brings a member of several tenants to the first of them', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-ana': ANA })
    const inB = await makeTenant(app, 'B')
    await invite(inB, 'ana@example.com', 'owner')
    const { browser } = await signIn()
    expect(await meOf(browser, app.url)).toMatchObject({ tenant: { name: 'B' }, role: 'owner' })
  })

  it('ends with a sign-in that can be ended like any other', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-ana': ANA })
    await invite(app.callAsOwner, 'ana@example.com', 'viewer')
    const { browser } = await signIn()
    const url = `${app.url}/v1/sign-ins/current`
    const cookie = browser.cookie(app.url, 'isr_sign_in')
    expect(cookie?.header).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await browser.fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect((await browser.fetch(`${app.url}/v1/me`)).status).toBe(401)
  })
})

describe('whoever is not to get in', () => {
  it('is told in a code when nobody invited them', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-ana': ANA })
    const { browser, at } = await signIn()
    expect(at.href).toBe(`${app.url}/sign-in#error=oidc_unknown_person`)
    expect((await browser.fetch(`${app.url}/v1/me`)).status).toBe(401)
    const [entry] = await auditOf(app, '?outcome=refused')
    expect(entry).toMatchObject({ action: 'sign-in.started', reason: 'oidc_unknown_person' })
  })

  it('is told so when an invitation has run out or was withdrawn', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-ana': ANA })
    const { invitation } = await invite(app.callAsOwner, 'ana@example.com', 'viewer')
    await app.callAsOwner(`/v1/invitations/${invitation.id}`, { method: 'DELETE' })
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
    await invite(app.callAsOwner, 'ana@example.com', 'viewer', { expiresInMs: 60_000 })
    app.time.advance(60_000)
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
  })

  it('is told so after the membership has ended', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-ana': ANA })
    await invite(app.callAsOwner, 'ana@example.com', 'viewer')
    const { id } = await meOf((await signIn()).browser, app.url)
    const removed = await app.callAsOwner(`/v1/people/${String(id)}`, { method: 'DELETE' })
    expect(removed.status).toBe(204)
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
  })

  it('is told when they cancelled at the provider, not what the provider wrote', async () => {
    const { app, provider, signIn } = await startOidcApp({ 'sub-ana': ANA })
    provider.signsIn = undefined
    expect((await signIn()).at.href).toBe(`${app.url}/sign-in#error=oidc_denied`)
  })

  it('is told when the provider is down, which is left alone then, and gets in once it is back', async () => {
    const { app, provider, signIn } = await startOidcApp({ 'sub-ana': ANA })
    await invite(app.callAsOwner, 'ana@example.com', 'viewer')
    provider.isDown = true
    for (let turn = 0; turn < 5; turn++) {
      expect((await signIn()).at.hash).toBe('#error=oidc_unavailable')
    }
    expect(provider.asked).toEqual(['/.well-known/openid-configuration'])
    provider.isDown = false
    app.time.advance(5000)
    expect((await signIn()).at.href).toBe(`${app.url}/`)
  })

  it('is told that it is not set up where it is not', async () => {
    const app = await startTestApp()
    for (const path of ['/v1/oidc/start', '/v1/oidc/callback?code=x']) {
      const answer = await app.call(path)
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'oidc_off' }])
    }
  })

  it('does not keep those out who have passwords', async () => {
    const { app } = await startOidcApp({})
    expect((await (await join(app, 'eva', 'viewer')).call('/v1/me')).status).toBe(200)
  })
})
