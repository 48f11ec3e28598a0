/** A real OpenID provider on this machine, and a browser that walks to it and back. */

import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { type AdapterFactory, type AdapterPayload, Provider } from 'oidc-provider'
import { onTestFinished } from 'vitest'
import { freePort } from './free-port.ts'
import { makeFolder, startTestApp, type TestApp } from './app.ts'
import type { ManualTime } from './manual-time.ts'

/** What the provider says of somebody; `sub` is the key under which they are found. */
export type Account = { email?: string; email_verified?: boolean; name?: string }

type Claims = Record<string, unknown>

export type ProviderOptions = {
  /** Who signs in at the provider, by `sub`; the test changes `signsIn` to be somebody else. */
  readonly accounts: Record<string, Account>
  readonly redirectUri: string
  /** Puts e-mail and name into the id token rather than at the userinfo endpoint. */
  readonly hasClaimsInIdToken?: boolean
  readonly secretMethod?: 'client_secret_basic' | 'client_secret_post' | 'none'
}

export type TestProvider = {
  readonly issuer: string
  readonly clientSecret: string
  /** Who signs in next; `undefined` presses "cancel". */
  signsIn: string | undefined
  /** Changes the claims of the next id tokens, which stay properly signed. */
  tamper: ((claims: Claims) => Claims) | undefined
  /** Signs the next id tokens with a key that nobody knows. */
  isForging: boolean
  /** Answers nothing but 503. */
  isDown: boolean
  /** Changes its description of itself. */
  describe: ((metadata: Claims) => Claims) | undefined
  /** Paths that were asked for, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

const CLIENT_ID = 'isr'

const rsa = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

const KEY = rsa()
const FOREIGN_KEY = rsa()

const base64 = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** The same token with other claims, signed again. */
const resign = (token: string, change: (claims: Claims) => Claims, key = KEY): string => {
  const [head = '', body = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
  const signed = `${head}.${base64(change(claims))}`
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`
}

/** Everything the provider remembers; the one that comes with it writes a warning each time. */
const createAdapter = (): AdapterFactory => {
  const kept = new Map<string, AdapterPayload>()
  return (model) => {
    const findBy = async (key: 'uid' | 'userCode', value: string) =>
      [...kept].find(([id, entry]) => id.startsWith(`${model}:`) && entry[key] === value)?.[1]
    return {
      upsert: async (id, payload) => void kept.set(`${model}:${id}`, payload),
      find: async (id) => kept.get(`${model}:${id}`),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (code) => findBy('userCode', code),
      async consume(id) {
        const found = kept.get(`${model}:${id}`)
        if (found) found.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async (id) => void kept.delete(`${model}:${id}`),
      async revokeByGrantId(grantId) {
        for (const [id, entry] of kept) if (entry.grantId === grantId) kept.delete(id)
      },
    }
  }
}

/** Starts a provider that knows one client, ours; it goes away with the test. */
export const startProvider = async (options: ProviderOptions): Promise<TestProvider> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clientSecret = randomBytes(24).toString('base64url')
  const method = options.secretMethod ?? 'client_secret_basic'
  const provider = new Provider(issuer, {
    adapter: createAdapter(),
    clients: [
      {
        client_id: CLIENT_ID,
        ...(method === 'none' ? {} : { client_secret: clientSecret }),
        token_endpoint_auth_method: method,
        redirect_uris: [options.redirectUri],
      },
    ],
    clientAuthMethods: [method],
    jwks: { keys: [{ ...KEY.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: !options.hasClaimsInIdToken,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: { Grant: 600, Session: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...options.accounts[sub] }),
    }),
    async loadExistingGrant({ oidc }) {
      const { client, session } = oidc
      if (!client || !session?.accountId) return undefined
      const grant = new oidc.provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const state: TestProvider = {
    issuer,
    clientSecret,
    signsIn: Object.keys(options.accounts)[0],
    tamper: undefined,
    isForging: false,
    isDown: false,
    describe: undefined,
    asked: [],
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
  provider.use(async (ctx, next) => {
    await next()
    if (state.describe && ctx.path === '/.well-known/openid-configuration') {
      ctx.body = state.describe(ctx.body as Claims)
    }
    const body = ctx.body as { id_token?: string } | undefined
    if (ctx.path !== '/token' || !body?.id_token) return
    const change = state.tamper ?? ((claims: Claims) => claims)
    const key = state.isForging ? FOREIGN_KEY : KEY
    body.id_token = resign(body.id_token, change, key)
  })
  const answer = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    state.asked.push(path)
    if (state.isDown) return void response.writeHead(503).end()
    if (!path.startsWith('/interaction/')) return void answer(request, response)
    const { signsIn } = state
    const result = signsIn
      ? { login: { accountId: signsIn } }
      : { error: 'access_denied', error_description: '<b>cancelled</b>' }
    provider.interactionFinished(request, response, result).catch((error: unknown) => {
      response.destroy(error as Error)
    })
  })
  onTestFinished(() => state.close())
  return state
}

type Cookie = { readonly path: string; readonly value: string; readonly header: string }

/** A browser: it keeps cookies by origin and path, and follows redirects. */
export class Browser {
  readonly #jars = new Map<string, Map<string, Cookie>>()

  /** Every address it was sent to, in order. */
  readonly visited: string[] = []

  /** One request without following a redirect. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin, pathname } = new URL(url)
    const jar = this.#jars.get(origin) ?? new Map<string, Cookie>()
    this.#jars.set(origin, jar)
    const fitting = [...jar].filter(([, { path }]) => pathname.startsWith(path))
    const headers = new Headers(init.headers)
    if (fitting.length > 0) {
      headers.set('Cookie', fitting.map(([name, { value }]) => `${name}=${value}`).join('; '))
    }
    this.visited.push(url)
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const header of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      const path = /; *path=([^;]*)/i.exec(header)?.[1] ?? '/'
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(header)) jar.delete(name)
      else jar.set(name, { path, value, header })
    }
    return answer
  }

  /** Follows redirects until a page is there or `isThere` says so; returns the last address. */
  async walk(url: string, isThere: (url: URL) => boolean = () => false): Promise<URL> {
    let at = new URL(url)
    for (let hop = 0; hop < 12; hop++) {
      if (isThere(at)) return at
      const answer = await this.fetch(at.href)
      await answer.arrayBuffer()
      const location = answer.headers.get('location')
      if (location === null) return at
      at = new URL(location, at)
    }
    throw new Error(`sent around in circles: ${at.href}`)
  }

  /** The cookie as it was set. */
  cookie(url: string, name: string): Cookie | undefined {
    return this.#jars.get(new URL(url).origin)?.get(name)
  }
}

export type OidcApp = {
  readonly app: TestApp
  readonly provider: TestProvider
  /** Signs in through the provider with a fresh browser (or this one). */
  signIn(browser?: Browser): Promise<{ browser: Browser; at: URL }>
}

type OidcAppOptions = Partial<ProviderOptions> & {
  readonly flags?: string[]
  /** Of an app that was closed, to go on where it ended. */
  readonly folder?: string
  readonly time?: ManualTime
}

/** The app beside a provider at which these people have accounts. */
export const startOidcApp = async (
  accounts: Record<string, Account>,
  { flags = [], folder, time, ...options }: OidcAppOptions = {},
): Promise<OidcApp> => {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const redirectUri = `${publicUrl}/v1/oidc/callback`
  const provider = await startProvider({ accounts, redirectUri, ...options })
  const secretFile = join(makeFolder(), 'oidc-secret')
  writeFileSync(secretFile, `${provider.clientSecret}\n`, { mode: 0o600 })
  const own = {
    '--port': String(port),
    '--public-url': publicUrl,
    '--oidc-issuer': provider.issuer,
    '--oidc-client-id': CLIENT_ID,
    ...(options.secretMethod === 'none' ? {} : { '--oidc-client-secret-file': secretFile }),
  }
  const app = await startTestApp([...Object.entries(own).flat(), ...flags], { folder, time })
  return {
    app,
    provider,
    async signIn(browser = new Browser()) {
      return { browser, at: await browser.walk(`${publicUrl}/v1/oidc/start`, isArrived(publicUrl)) }
    },
  }
}

/** Where the server sends a browser in the end: its page, or the page that tells an error. */
const isArrived =
  (publicUrl: string) =>
  ({ origin, pathname }: URL): boolean =>
    origin === publicUrl && (pathname === '/' || pathname === '/sign-in')
