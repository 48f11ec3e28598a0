/**
 * The way to the OpenID provider and back. A browser is only ever sent to the provider, to `/` or to
 * `/sign-in`: nothing in a request says where.
 */

import type { Context } from 'hono'
import { route } from '../../http/route.ts'
import { refusals } from '../../http/schemas.ts'
import type { Web, WebEnv } from '../../http/web.ts'
import type { Actor } from '../../protocol/actor.ts'
import type { AuditEntry } from '../../protocol/audit.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { signInCookie } from '../sign-ins/sign-in.ts'
import type { SignIns } from '../sign-ins/sign-ins.ts'
import { ATTEMPT_MS } from './attempts.ts'
import type { Oidc } from './oidc.ts'

/** Lax: the way back from the provider is a navigation that another site begins. */
const COOKIE = 'isr_oidc'

/** Longest query taken from a provider, characters; codes of some have 2 000. */
const MAX_QUERY = 8000

/** Longest secret that is hashed, characters; ours have 48. */
const MAX_SECRET = 256

const ROUTES = {
  start: route({ needs: 'anyone' }, {
    method: 'get',
    path: '/v1/oidc/start',
    operationId: 'startOidc',
    tags: ['access'],
    summary: 'Go to the OpenID Connect provider to sign in; for browsers',
    responses: {
      302: { description: 'To the provider, or to `/sign-in#error=<code>`' },
      ...refusals('oidc_off'),
    },
  }),
  callback: route({ needs: 'anyone' }, {
    method: 'get',
    path: '/v1/oidc/callback',
    operationId: 'finishOidc',
    tags: ['access'],
    summary: 'Come back from the OpenID Connect provider; sets the cookie of a sign-in',
    responses: {
      302: { description: 'To `/`, or to `/sign-in#error=<code>`' },
      ...refusals('oidc_off'),
    },
  }),
}

export type OidcRouteOptions = {
  /** Absent when no provider is configured. */
  readonly oidc: Oidc | undefined
  readonly signIns: SignIns
  readonly actorIn: (personId: string, tenantId: string) => Promise<Actor | undefined>
}

/** Adds the routes to the application. */
export const addOidcRoutes = (web: Web, options: OidcRouteOptions): void => {
  const { signIns, actorIn } = options

  const configured = (): Oidc => {
    if (!options.oidc) throw new Refusal('oidc_off')
    return options.oidc
  }

  web.openapi(ROUTES.start, async (c) => {
    const oidc = configured()
    try {
      refuseEmbedded(c)
      const { url, secret } = await oidc.begin(c.get('client').bucket)
      c.header('Set-Cookie', attemptCookie(secret, oidc.isSecure))
      return c.redirect(url.href, 302)
    } catch (error) {
      return toPage(c, refusalOf(error))
    }
  })

  web.openapi(ROUTES.callback, async (c) => {
    const oidc = configured()
    const client = c.get('client')
    // Used up, whatever comes of it.
    c.header('Set-Cookie', attemptCookie('', oidc.isSecure))
    try {
      const { id, tenantId, by } = await oidc.finish(queryOf(c), attemptSecret(c))
      const made = await signIns.start(client, c.req.header('user-agent') ?? '', { id, tenantId })
      const actor = await actorIn(id, tenantId)
      const object = { kind: 'sign-in', id: made.signIn.id, name: '' }
      await record(c, { actor: actor ?? c.get('actor'), object, after: { by: `oidc ${by}` } })
      const isSecure = client.isSecure || oidc.isSecure
      c.header('Set-Cookie', signInCookie(made.secret, isSecure), { append: true })
      return c.redirect('/', 302)
    } catch (error) {
      const refusal = refusalOf(error)
      if (WORTH_RECORDING.has(refusal.code)) {
        const object = { kind: 'path', id: c.req.path, name: '' }
        await record(c, { actor: c.get('actor'), object, reason: refusal.code })
      }
      return toPage(c, refusal)
    }
  })
}

/** Pictures and scripts of another site must not use up the attempts of an address. */
const refuseEmbedded = (c: Context<WebEnv>): void => {
  const isForeign = c.req.header('sec-fetch-site')?.endsWith('-site') ?? false
  if (isForeign && c.req.header('sec-fetch-dest') !== 'document') throw new Refusal('cross_origin')
}

/** Those that tell of somebody whom the provider knows, or of an answer that was tampered with. */
const WORTH_RECORDING = new Set(['oidc_unknown_person', 'oidc_failed'])

const record = (
  c: Context<WebEnv>,
  entry: Omit<AuditEntry, 'action' | 'address'>,
): Promise<void> =>
  c.get('record')({ ...entry, action: 'sign-in.started', address: c.get('client').address })

/** A browser is shown a page, not a problem in JSON; what is no refusal is a bug and stays one. */
const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

const toPage = (c: Context<WebEnv>, { code }: Refusal): Response =>
  c.redirect(`/sign-in#error=${code}`, 302)

const queryOf = (c: Context<WebEnv>): string => {
  const { search } = new URL(c.req.url)
  if (search.length > MAX_QUERY) throw new Refusal('oidc_failed')
  return search
}

const attemptSecret = (c: Context<WebEnv>): string => {
  const pairs = (c.req.header('cookie') ?? '').split(';').map((pair) => pair.trim())
  const own = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))
  return own?.slice(COOKIE.length + 1, COOKIE.length + 1 + MAX_SECRET) ?? ''
}

const attemptCookie = (secret: string, isSecure: boolean): string =>
  [
    `${COOKIE}=${secret}`,
    'Path=/v1/oidc',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${secret ? ATTEMPT_MS / 1000 : 0}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ')
