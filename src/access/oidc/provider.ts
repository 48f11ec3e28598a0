/**
 * The configured OpenID provider, asked through openid-client: authorization code with PKCE, state
 * and nonce; the id token's signature is checked as well as its issuer, audience and times. The
 * package and the provider's description are loaded when the first person wants them.
 *
 * Only the issuer and what its description names are dialled: over https, or over plain http on
 * this very machine when the issuer is there.
 */

import type * as openid from 'openid-client'
import type { ClientAuth, Configuration, CustomFetch } from 'openid-client'
import { isOnLoopback } from '../../http/urls.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Attempt } from './attempts.ts'

/** A provider that does not answer within this is down, seconds. */
const TIMEOUT_S = 10

/** After a failure it is left alone for this long, however many want to sign in. */
const RETRY_AFTER_MS = 5000

/** The description is read again after this long: endpoints and keys move. */
const FRESH_MS = 24 * 60 * 60 * 1000

const CALLBACK = '/v1/oidc/callback'

export type ProviderOptions = {
  readonly issuer: string
  readonly clientId: string
  /** Absent for a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined
  /** Where browsers reach this server; the provider sends them back there. */
  readonly publicUrl: string
  readonly clock: Clock
  readonly log: Log
}

/** What the provider says about whoever signed in there. */
export type Claims = {
  readonly issuer: string
  readonly subject: string
  /** Absent unless the provider has verified it. */
  readonly email: string | undefined
  readonly name: string
}

export type Provider = ReturnType<typeof createProvider>

type Library = typeof openid
type Connected = { readonly library: Library; readonly configuration: Configuration }

export const createProvider = (options: ProviderOptions) => {
  const { clock, log } = options
  const redirectUri = new URL(CALLBACK, options.publicUrl).href
  let connecting: Promise<Connected> | undefined
  let connectedAt = 0
  let failedAt = Number.NEGATIVE_INFINITY

  const connect = async (): Promise<Connected> => {
    if (clock.now() - failedAt < RETRY_AFTER_MS) throw unavailable()
    if (!connecting || clock.now() - connectedAt >= FRESH_MS) {
      connectedAt = clock.now()
      connecting = discover(options)
    }
    try {
      return await connecting
    } catch (err) {
      connecting = undefined
      failedAt = clock.now()
      log.warn({ err, issuer: options.issuer }, 'the OpenID provider cannot be used')
      throw unavailable()
    }
  }

  return {
    /** The address at the provider to send a browser to, and what to compare its answer with. */
    async begin(): Promise<{ url: URL; attempt: Attempt }> {
      const { library, configuration } = await connect()
      const attempt = {
        state: library.randomState(),
        nonce: library.randomNonce(),
        verifier: library.randomPKCECodeVerifier(),
      }
      const url = library.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await library.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { url, attempt }
    },

    /** Turns the answer in a callback's query into who signed in. Throws `Refusal`. */
    async finish(query: string, { state, nonce, verifier }: Attempt): Promise<Claims> {
      const connected = await connect()
      const { library, configuration } = connected
      // Our own address, not that of the request, which is whatever its sender says.
      const url = new URL(redirectUri)
      url.search = query
      try {
        const tokens = await library.authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new Refusal('oidc_failed')
        const { iss: issuer, sub: subject } = claims
        return { issuer, subject, ...(await profileOf(connected, claims, tokens.access_token)) }
      } catch (error) {
        throw toRefusal(error, library, log)
      }
    },
  }
}

const unavailable = (): Refusal => new Refusal('oidc_unavailable', { retryAfterMs: RETRY_AFTER_MS })

const discover = async (options: ProviderOptions): Promise<Connected> => {
  const library = await import('openid-client')
  const issuer = new URL(options.issuer)
  const isPlain = issuer.protocol === 'http:'
  const configuration = await library.discovery(
    issuer,
    options.clientId,
    undefined,
    options.clientSecret === undefined ? library.None() : byEither(library, options.clientSecret),
    {
      timeout: TIMEOUT_S,
      [library.customFetch]: isPlain ? dialHere : dialOut,
      // Without it the id token is believed because of the connection it came through.
      execute: [
        library.enableNonRepudiationChecks,
        ...(isPlain ? [library.allowInsecureRequests] : []),
      ],
    },
  )
  return { library, configuration }
}

/** Sends the secret in the way that the provider takes; if it takes both, as the standard prefers. */
const byEither = (library: Library, secret: string): ClientAuth => {
  const post = library.ClientSecretPost(secret)
  const basic = library.ClientSecretBasic(secret)
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const send = methods.includes('client_secret_basic') ? basic : post
    send(server, client, body, headers)
  }
}

const dialOut: CustomFetch = async (url, init) => {
  if (new URL(url).protocol !== 'https:') throw new TypeError(`not over https: ${url}`)
  return fetch(url, init as RequestInit)
}

const dialHere: CustomFetch = async (url, init) => {
  if (!isOnLoopback(new URL(url))) throw new TypeError(`not on this machine: ${url}`)
  return fetch(url, init as RequestInit)
}

type Profile = Pick<Claims, 'email' | 'name'>

/** The address and name in the id token; providers that keep them elsewhere are asked there. */
const profileOf = async (
  { library, configuration }: Connected,
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  accessToken: string,
): Promise<Profile> => {
  if (claims['email'] !== undefined) return toProfile(claims)
  if (!configuration.serverMetadata().userinfo_endpoint) return toProfile(claims)
  return toProfile(await library.fetchUserInfo(configuration, accessToken, claims.sub))
}

const toProfile = (claims: Readonly<Record<string, unknown>>): Profile => {
  const { email, email_verified: isVerified, name } = claims
  return {
    email: typeof email === 'string' && isVerified === true ? email : undefined,
    name: typeof name === 'string' ? name : '',
  }
}

/** What went wrong goes to the log without what the provider sent, which may hold tokens. */
const toRefusal = (error: unknown, library: Library, log: Log): unknown => {
  if (error instanceof Refusal) return error
  if (error instanceof library.AuthorizationResponseError) {
    return new Refusal(error.error === 'access_denied' ? 'oidc_denied' : 'oidc_failed')
  }
  if (!(error instanceof Error)) return error
  const { name, message } = error
  const code = 'code' in error ? String(error.code) : undefined
  log.warn({ name, message, code }, 'an answer of the OpenID provider was not accepted')
  const isDown = code === 'OAUTH_TIMEOUT' || message === 'fetch failed'
  return isDown ? unavailable() : new Refusal('oidc_failed')
}
