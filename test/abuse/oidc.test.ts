/** OpenID Connect from the seat of whoever wants to be somebody else. */

import { describe, expect, it } from 'vitest'
import { createAttempts } from '../../src/access/oidc/attempts.ts'
import { Refusal } from '../../src/protocol/refusals.ts'
import { accept, invite, join, makeTenant } from '../support/members.ts'
import { Browser, startOidcApp, type TestProvider } from '../support/oidc-provider.ts'
import { BEHIND_PROXY, from } from './attacker.ts'

const ANA = { email: 'ana@example.com', email_verified: true, name: 'Ana' }

const SECOND = 1000

const nowInSeconds = (): number => Math.floor(Date.now() / SECOND)

/** The app with an open invitation for Ana, who has an account at the provider. */
const startInvited = async (options: Parameters<typeof startOidcApp>[1] = {}) => {
  const started = await startOidcApp({ 'sub-ana': ANA }, options)
  await invite(started.app.callAsOwner, ANA.email, 'owner')
  return started
}

const isCallback = ({ pathname }: URL): boolean => pathname === '/v1/oidc/callback'

const tamperings: [string, (provider: TestProvider) => void][] = [
  ['for another audience', (p) => (p.tamper = (claims) => ({ ...claims, aud: 'other' }))],
  ['of another issuer', (p) => (p.tamper = (claims) => ({ ...claims, iss: 'http://127.0.0.1:1' }))],
  ['for another nonce', (p) => (p.tamper = (claims) => ({ ...claims, nonce: 'x' }))],
  ['without a nonce', (p) => (p.tamper = (claims) => ({ ...claims, nonce: undefined }))],
  ['that has expired', (p) => (p.tamper = (claims) => ({ ...claims, exp: nowInSeconds() - 60 }))],
  ['that never expires', (p) => (p.tamper = (claims) => ({ ...claims, exp: undefined }))],
  ['without a subject', (p) => (p.tamper = (claims) => ({ ...claims, sub: undefined }))],
  [
    'for several audiences, issued to another',
    (p) => (p.tamper = (claims) => ({ ...claims, aud: ['isr', 'other'], azp: 'other' })),
  ],
  ['signed with a foreign key', (p) => (p.isForging = true)],
]

describe('an id token', () => {
  it.each(tamperings)('%s lets nobody in', async (_, tamper) => {
    const { app, provider, signIn } = await startInvited({ hasClaimsInIdToken: true })
    tamper(provider)
    const { browser, at } = await signIn()
    expect(at.href).toBe(`${app.url}/sign-in#error=oidc_failed`)
    expect((await browser.fetch(`${app.url}/v1/me`)).status).toBe(401)
    provider.tamper = undefined
    provider.isForging = false
    expect((await signIn()).at.href).toBe(`${app.url}/`)
  })
})

describe('an e-mail address', () => {
  it.each([
    ['not verified', { email: ANA.email, email_verified: false }],
    ['verified by nobody knows whom', { email: ANA.email }],
    ['verified in words', { email: ANA.email, email_verified: 'true' as unknown as boolean }],
    ['that is none', { email: ['ana@example.com'] as unknown as string, email_verified: true }],
    ['with letters that look alike', { email: 'ａna@example.com', email_verified: true }],
    ['with a space', { email: 'ana@example.com ', email_verified: true }],
    ['that is missing', { email_verified: true }],
  ])('%s opens no invitation', async (_, account) => {
    const { app, signIn } = await startOidcApp({ 'sub-eve': account })
    await invite(app.callAsOwner, ANA.email, 'owner')
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
  })

  it('does not open the account of a person who has a password, invited elsewhere or not', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-eve': ANA })
    await join(app, ANA.email, 'owner')
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
    await invite(await makeTenant(app, 'B'), ANA.email, 'viewer')
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
  })

  it('that was given to somebody else since does not open the account it belonged to', async () => {
    const { app, provider, signIn } = await startOidcApp({ 'sub-ana': ANA, 'sub-eve': ANA })
    await invite(app.callAsOwner, ANA.email, 'owner')
    expect((await signIn()).at.pathname).toBe('/')
    provider.signsIn = 'sub-eve'
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
  })

  it('accepts no link that resets a password', async () => {
    const { app, signIn } = await startOidcApp({ 'sub-eve': ANA })
    const ana = await join(app, ANA.email, 'viewer')
    await app.callAsOwner(`/v1/people/${ana.id}/reset`, { method: 'POST' })
    expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
  })
})

describe('a callback', () => {
  it('works once: neither the same browser nor another can use it again', async () => {
    const { app, signIn } = await startInvited()
    const { browser } = await signIn()
    const callback = browser.visited.find((url) => isCallback(new URL(url))) ?? ''
    for (const replaying of [browser, new Browser()]) {
      const answer = await replaying.fetch(callback)
      expect(answer.headers.get('location')).toBe('/sign-in#error=oidc_expired')
      expect(answer.headers.getSetCookie().join()).not.toContain('isr_sign_in')
    }
    expect(app.url).toBe(new URL(callback).origin)
  })

  it('that another browser began signs nobody in, and does not spoil it for the one that did', async () => {
    const { app } = await startInvited()
    const ana = new Browser()
    const callback = await ana.walk(`${app.url}/v1/oidc/start`, isCallback)
    const eve = new Browser()
    await eve.walk(`${app.url}/v1/oidc/start`, isCallback)
    for (const other of [eve, new Browser()]) {
      const answer = await other.fetch(callback.href)
      expect(answer.headers.get('location')).toBe('/sign-in#error=oidc_expired')
    }
    expect((await ana.fetch(callback.href)).headers.get('location')).toBe('/')
  })

  it('is no use ten minutes later', async () => {
    const { app } = await startInvited()
    const browser = new Browser()
    const callback = await browser.walk(`${app.url}/v1/oidc/start`, isCallback)
    app.time.advance(10 * 60 * SECOND)
    const answer = await browser.fetch(callback.href)
    expect(answer.headers.get('location')).toBe('/sign-in#error=oidc_expired')
  })

  it.each([
    '',
    '?state=',
    '?code=x',
    '?error=%3Cscript%3E&state=x',
    '?state=x&state=y&code=z',
    `?state=${'x'.repeat(7000)}`,
    `?code=${'x'.repeat(12_000)}`,
    '?%00=%ff&state=%',
  ])('with a made-up query (%#) ends at the sign-in page', async (query) => {
    const { app } = await startInvited()
    const browser = new Browser()
    await browser.walk(`${app.url}/v1/oidc/start`, isCallback)
    const answer = await browser.fetch(`${app.url}/v1/oidc/callback${query}`)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toMatch(/^\/sign-in#error=oidc_(expired|failed)$/)
  })

  it('with the right state but a code or error of the sender’s shows a code, not his text', async () => {
    const { app } = await startInvited()
    const sent = async (query: string): Promise<string | null> => {
      const browser = new Browser()
      const callback = await browser.walk(`${app.url}/v1/oidc/start`, isCallback)
      const state = encodeURIComponent(callback.searchParams.get('state') ?? '')
      const answer = await browser.fetch(`${app.url}/v1/oidc/callback?state=${state}&${query}`)
      return answer.headers.get('location')
    }
    const iss = `iss=${encodeURIComponent('http://127.0.0.1:1')}`
    expect(await sent('code=made-up')).toBe('/sign-in#error=oidc_failed')
    expect(await sent(`code=made-up&${iss}`)).toBe('/sign-in#error=oidc_failed')
    expect(await sent('error=%3Cscript%3E&error_description=evil')).toBe(
      '/sign-in#error=oidc_failed',
    )
  })
})

describe('a browser', () => {
  it('is sent to the provider and to our own pages only, whatever the request says', async () => {
    const { app, provider } = await startInvited()
    const tricks = ['return_to', 'redirect_uri', 'next', 'url'].map((n) => `${n}=//evil.example`)
    const headers = { 'X-Forwarded-Host': 'evil.example', Referer: 'http://evil.example/' }
    const answer = await new Browser().fetch(
      `${app.url}/v1/oidc/start?${tricks.join('&')}`,
      { headers },
    )
    const location = new URL(answer.headers.get('location') ?? '')
    expect(location.origin).toBe(provider.issuer)
    expect(location.searchParams.get('redirect_uri')).toBe(`${app.url}/v1/oidc/callback`)
    expect(location.searchParams.get('code_challenge_method')).toBe('S256')
    expect(location.href).not.toContain('evil')
    const browser = new Browser()
    const start = `${app.url}/v1/oidc/start?next=//evil.example`
    await browser.walk(start, ({ pathname }) => pathname === '/')
    const origins = new Set(browser.visited.map((url) => new URL(url).origin))
    expect([...origins].toSorted()).toEqual([app.url, provider.issuer].toSorted())
  })

  it('keeps what binds the way to it in a cookie that scripts cannot read', async () => {
    const { app } = await startInvited()
    const browser = new Browser()
    await browser.fetch(`${app.url}/v1/oidc/start`)
    expect(browser.cookie(app.url, 'isr_oidc')?.header).toMatch(
      /^isr_oidc=isrq_[\w-]{43}; Path=\/v1\/oidc; HttpOnly; SameSite=Lax; Max-Age=600$/,
    )
  })
})

describe('a provider whose description names other machines', () => {
  it.each(['token_endpoint', 'jwks_uri', 'userinfo_endpoint'])('makes nobody dial its %s', async (name) => {
    const { provider, signIn } = await startInvited()
    provider.describe = (metadata) => ({ ...metadata, [name]: 'http://192.0.2.1/latest/meta-data' })
    expect((await signIn()).at.hash).toBe('#error=oidc_failed')
  })

  it('is not believed to be another issuer', async () => {
    const { provider, signIn } = await startInvited()
    provider.describe = (metadata) => ({ ...metadata, issuer: 'https://accounts.example' })
    expect((await signIn()).at.hash).toBe('#error=oidc_unavailable')
  })
})

describe('whoever begins very often', () => {
  it('does not do it in the name of those who look at a page of another site', async () => {
    const { app } = await startInvited()
    const begin = (headers: Record<string, string>): Promise<Response> =>
      app.call('/v1/oidc/start', { redirect: 'manual', headers })
    for (const site of ['cross-site', 'same-site']) {
      const picture = await begin({ 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Site': site })
      expect(picture.headers.get('location')).toBe('/sign-in#error=cross_origin')
      expect(picture.headers.get('set-cookie')).toBeNull()
      const link = await begin({ 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Site': site })
      expect(link.headers.get('location')).toContain('code_challenge')
    }
  })

  it('is told to wait, while others begin as ever', async () => {
    const { app } = await startInvited({ flags: BEHIND_PROXY })
    const start = async (address: string): Promise<string> => {
      const init = { headers: from(address), redirect: 'manual' as const }
      return (await app.call('/v1/oidc/start', init)).headers.get('location') ?? ''
    }
    for (let turn = 0; turn < 300; turn++) await start('203.0.113.66')
    expect(await start('203.0.113.66')).toBe('/sign-in#error=rate_limited')
    expect(await start('203.0.113.7')).toContain('code_challenge=')
    app.time.advance(10 * 60 * SECOND)
    expect(await start('203.0.113.66')).toContain('code_challenge=')
  })

  it('from many addresses fills no memory: the oldest attempts go', () => {
    const attempts = createAttempts()
    const attempt = { state: 's', nonce: 'n', verifier: 'v' }
    const first = attempts.begin(attempt, 'first', 0)
    for (let turn = 0; turn < 25_000; turn++) attempts.begin(attempt, `bucket ${turn}`, 1)
    expect(attempts.size).toBeLessThanOrEqual(10_000)
    expect(() => attempts.take(first, 's', 1)).toThrow(Refusal)
    const last = attempts.begin(attempt, 'last', 1)
    expect(attempts.take(last, 's', 1)).toMatchObject(attempt)
    expect(() => attempts.take(last, 's', 1)).toThrow(Refusal)
  })
})

it('an invitation that was accepted by its link is not there for OpenID Connect any more', async () => {
  const { app, signIn } = await startOidcApp({ 'sub-eve': ANA })
  const { secret } = await invite(app.callAsOwner, ANA.email, 'owner')
  await accept(app, secret)
  expect((await signIn()).at.hash).toBe('#error=oidc_unknown_person')
})
