/**
 * The choke point of `/v1`: a route is declared with what it needs and with the name of the act it
 * is in the audit, and is neither reached without the one nor left without the other.
 */

import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { type Actor, may, type Permission } from '../protocol/actor.ts'
import type { Audited, AuditObject } from '../protocol/audit.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { WebEnv } from './web.ts'

/**
 * What a route asks of the actor: a permission; `signed-in`: anybody we know, but not a host;
 * `person`: a person's own browser; `anyone`: nothing (what is presented must still be valid).
 */
export type Needs = Permission | 'anyone' | 'signed-in' | 'person'

type Guarding = { readonly needs: Needs; readonly audit?: string }

/** Declares a route with its guard; use it instead of the framework's own `createRoute`. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- without it the path is any string
export const route = <Path extends string, Config extends Omit<RouteConfig, 'path'> & { path: Path }>(
  { needs, audit }: Guarding,
  config: Config,
) => {
  const declared = createRoute(config)
  Object.assign(declared, {
    security: needs === 'anyone' ? [] : SIGNED_IN,
    middleware: [guard(needs, audit)],
    'x-needs': needs,
    ...(audit === undefined ? {} : { 'x-audit': audit }),
  })
  return declared
}

/** How an actor is recognised, for the OpenAPI file. */
const SIGNED_IN = [{ bearer: [] }, { signIn: [] }]

/** The guard of a route that is not described in OpenAPI, such as a stream. */
export const guard =
  (needs: Needs, audit?: string): MiddlewareHandler<WebEnv> =>
  async (c, next) => {
    const actor = await c.get('authenticate')(c.env.incoming)
    c.set('actor', actor)
    try {
      admit(actor, needs)
    } catch (error) {
      if (actor.kind !== 'anonymous') await record(c, audit ?? 'request', error)
      throw error
    }
    await next()
    if (audit === undefined) return
    if (!c.error || (c.error instanceof Refusal && WORTH_RECORDING.has(c.error.status))) {
      await record(c, audit, c.error)
    }
  }

/** Statuses that tell of somebody who tried what he may not. */
const WORTH_RECORDING = new Set([401, 403])

const admit = (actor: Actor, needs: Needs): void => {
  if (needs === 'anyone') return
  if (actor.kind === 'anonymous') throw new Refusal('sign_in_required')
  const isEnough =
    needs === 'signed-in'
      ? actor.kind !== 'host'
      : needs === 'person'
        ? actor.kind === 'person' && actor.signInId !== undefined
        : may(actor, needs)
  if (!isEnough) throw new Refusal('forbidden', { detail: needs })
}

const record = async (c: Context<WebEnv>, action: string, error: unknown): Promise<void> => {
  const { object, before, after, actor } = c.get('audited') ?? {}
  await c.get('record')({
    actor: actor ?? c.get('actor'),
    address: c.get('client').address,
    action,
    object: object ?? { kind: 'path', id: c.req.path.slice(0, MAX_PATH), name: '' },
    ...(error === undefined ? {} : { reason: error instanceof Refusal ? error.code : 'internal_error' }),
    before,
    after,
  })
}

const MAX_PATH = 200

/** Tells the audit on what a handler acts, and what was before and after; the last call wins. */
export const audited = (
  c: Context<WebEnv>,
  object: AuditObject,
  facts: Pick<Audited, 'before' | 'after' | 'actor'> = {},
): void => c.set('audited', { object, ...facts })
