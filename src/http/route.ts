/**
 * The choke point of `/v1`: a route is declared with what it needs and with the name of the act it
 * is in the audit, and is neither reached without the one nor left without the other.
 */

import { createRoute, type RouteConfig } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { type Actor, ANONYMOUS, may, type Permission } from '../protocol/actor.ts'
import type { Audited, AuditObject } from '../protocol/audit.ts'
import { Refusal } from '../protocol/refusals.ts'
import { SAFE_METHODS, type Web, type WebEnv } from './web.ts'

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
export const guard = (needs: Needs, audit?: string): MiddlewareHandler<WebEnv> => {
  const guarding: MiddlewareHandler<WebEnv> = async (c, next) => {
    try {
      // Nobody until proved otherwise, also where what is presented turns out to be worth nothing.
      c.set('actor', ANONYMOUS)
      await receive(c)
      c.set('actor', await c.get('authenticate')(c.env.incoming))
      admit(c.get('actor'), needs)
    } catch (error) {
      // Whoever presents nothing is told to sign in, and nobody needs to know.
      if (isRefusalToRecord(error) && error.code !== 'sign_in_required') {
        await record(c, audit ?? 'request', error)
      }
      throw error
    }
    await next()
    if (audit === undefined) return
    if (!c.error || isRefusalToRecord(c.error)) await record(c, audit, c.error)
  }
  guards.set(guarding, needs)
  return guarding
}

/**
 * Waits for the whole body, which the framework keeps. Whoever sends one slowly is judged by what he
 * is when it has arrived: half a request must not outlive the right to make it.
 */
const receive = async (c: Context<WebEnv>): Promise<void> => {
  if (SAFE_METHODS.has(c.req.method)) return
  try {
    await c.req.text()
  } catch {
    throw new Refusal('malformed_request')
  }
}

const guards = new WeakMap<object, Needs>()

/** A route of the application and what it needs; `undefined` when it has no guard. */
export type RouteFact = { readonly method: string; readonly path: string; readonly needs: Needs | undefined }

/** Every route of the application, for the test that holds each against what it should need. */
export const routesOf = (web: Web): RouteFact[] => {
  const facts = new Map<string, RouteFact>()
  for (const { method, path, handler } of web.routes) {
    // Middleware; a route for every method has a path of its own.
    if (method === 'ALL' && path.endsWith('*')) continue
    const key = `${method} ${path}`
    facts.set(key, { method, path, needs: facts.get(key)?.needs ?? guards.get(handler) })
  }
  return [...facts.values()]
}

const isRefusalToRecord = (error: unknown): error is Refusal =>
  error instanceof Refusal && WORTH_RECORDING.has(error.status)

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
  const told = c.get('audited') ?? {}
  const { object, before, after, actor = c.get('actor') } = told
  // What a stranger typed is his, and may name what is another tenant's: the route will do.
  const path = actor.kind === 'anonymous' ? routePath(c) : c.req.path
  for (const tenantId of told.tenantIds ?? [actor.tenantId]) {
    await c.get('record')({
      actor: { ...actor, tenantId },
      address: c.get('client').address,
      action,
      object: object ?? { kind: 'path', id: path.slice(0, MAX_PATH), name: c.req.method },
      ...(error === undefined ? {} : { reason: codeOf(error) }),
      before,
      after,
    })
  }
}

const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : 'internal_error')

const MAX_PATH = 200

/** Tells the audit on what a handler acts, and what was before and after; the last call wins. */
export const audited = (
  c: Context<WebEnv>,
  object: AuditObject,
  facts: Omit<Audited, 'object'> = {},
): void => c.set('audited', { object, ...facts })
