/**
 * The tokens' verbs. A token is never worth more than the one who made it: a personal one does
 * what its scopes and its person's present role both allow, looked up at each request.
 */

import type { ClientOf } from '../../http/client-address.ts'
import { BoundedMap } from '../../platform/bounded-map.ts'
import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { type Actor, may, type Permission, permissionsOf } from '../../protocol/actor.ts'
import type { Events } from '../../protocol/events.ts'
import { cleanName } from '../../protocol/host.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { DEFAULT_TENANT } from '../../protocol/tenant.ts'
import type { FindBearer } from '../access.ts'
import type { FoundToken, TokenStore } from './store.ts'
import {
  isSpelledAsToken,
  MAX_TOKEN_NAME,
  MAX_TOKENS,
  newTokenSecret,
  NOTE_USE_EVERY_MS,
  startOf,
  type Token,
  TOKEN_MS,
  type TokenKind,
} from './token.ts'

export type TokenOptions = {
  readonly store: TokenStore
  readonly clientOf: ClientOf
  readonly clock: Clock
  readonly bus: Bus<Events>
  readonly log: Log
}

/** What a token is made of. */
export type TokenWish = {
  readonly kind: TokenKind
  readonly name: string
  readonly scopes: readonly Permission[]
  /** How long it holds; `null`: until it is revoked. Absent: 90 days, or as long as its maker. */
  readonly expiresInMs?: number | null | undefined
}

/** Tokens whose last use is remembered, so that a busy one costs no write at each request. */
const MAX_REMEMBERED = 10_000

/** Ended tokens are forgotten after this long, milliseconds: 30 days. */
const FORGET_AFTER_MS = 30 * 24 * 60 * 60 * 1000

export type Tokens = ReturnType<typeof createTokens>

export const createTokens = ({ store, clientOf, clock, bus, log }: TokenOptions) => {
  const notedAt = new BoundedMap<string, number>(MAX_REMEMBERED)

  /** Nobody waits for the note. */
  const noteUse = ({ id, usedAt }: Token, address: string): void => {
    const now = clock.now()
    const last = notedAt.get(id) ?? usedAt ?? Number.NEGATIVE_INFINITY
    // A last use in the future is left over from a clock set back.
    if (Math.abs(now - last) < NOTE_USE_EVERY_MS) return
    notedAt.set(id, now)
    store.noteUse(id, now, address).catch((err: unknown) => {
      log.warn({ err, id }, 'the last use of an access token was not noted')
    })
  }

  return {
    /** Finds the bearer of a personal or tenant token. */
    find: (async (secret, request) => {
      // A mistyped one costs no look at the disk.
      if (!isSpelledAsToken(secret)) return undefined
      const token = await store.find(hashSecret(secret), clock.now())
      const actor = token && actorOf(token)
      if (actor) noteUse(token, clientOf(request).address)
      return actor
    }) satisfies FindBearer,

    /** The actor's own personal tokens, and all of the tenant for whoever may read those. */
    async list(actor: Actor): Promise<Token[]> {
      if (may(actor, 'tokens:read')) return store.ofTenant(actor.tenantId)
      return actor.personId ? store.ofPerson(actor.tenantId, actor.personId) : []
    },

    /** Makes a token and tells its secret, this once. Throws `Refusal`. */
    async make(actor: Actor, wish: TokenWish): Promise<{ token: Token; secret: string }> {
      const { kind } = wish
      admit(actor, wish)
      const name = cleanName(wish.name).slice(0, MAX_TOKEN_NAME).toWellFormed().trim()
      if (!name) throw new Refusal('invalid_request', { detail: 'name' })
      const createdAt = clock.now()
      const expiresAt = endOf(actor, wish, createdAt)
      const secret = newTokenSecret(kind)
      const token: Token = {
        id: newId('tok'),
        tenantId: actor.tenantId,
        kind,
        name,
        scopes: [...new Set(wish.scopes)].sort(),
        owner: kind === 'personal' ? { id: actor.personId ?? '', name: actor.name } : null,
        createdBy: actor.name,
        createdAt,
        expiresAt,
        usedAt: null,
        usedFrom: null,
        start: startOf(secret),
      }
      const hash = hashSecret(secret)
      if (!(await store.create(token, hash))) {
        throw new Refusal('too_many_tokens', { limit: MAX_TOKENS[kind] })
      }
      return { token: (await store.find(hash, createdAt)) ?? token, secret }
    },

    /** Ends a token at once, with what runs under it; returns its name. Throws `Refusal`. */
    async revoke(actor: Actor, id: string): Promise<string> {
      const by = {
        tenantId: actor.tenantId,
        mayRevokeAll: may(actor, 'tokens:write'),
        tokenId: actor.kind === 'token' ? actor.id : undefined,
        personId: actor.personId,
      }
      const name = await store.revoke(id, by, clock.now())
      if (name === undefined) throw new Refusal('token_not_found')
      bus.emit('authority.ended', { tokenId: id })
      return name
    },

    /** Forgets tokens that ended a while ago. */
    sweep: (): Promise<void> => store.forget(clock.now() - FORGET_AFTER_MS),
  }
}

const actorOf = (token: FoundToken): Actor | undefined => {
  const { id, tenantId, owner, role, expiresAt } = token
  if (owner && !role) return undefined
  const isDefault = tenantId === DEFAULT_TENANT
  const most = permissionsOf(role ?? 'owner', isDefault)
  return {
    kind: 'token',
    id,
    name: owner ? `${token.login} (${token.name})` : token.name,
    tenantId,
    // No role: what a token may do are its scopes, not what its person could do without it.
    permissions: new Set(token.scopes.filter((scope) => most.has(scope))),
    ...(owner ? { personId: owner.id } : {}),
    ...(expiresAt === null ? {} : { expiresAt }),
  }
}

const admit = (actor: Actor, { kind, scopes }: TokenWish): void => {
  if (kind === 'personal' && !actor.personId) throw new Refusal('forbidden', { detail: 'person' })
  if (kind === 'tenant' && !may(actor, 'tokens:write')) {
    throw new Refusal('forbidden', { detail: 'tokens:write' })
  }
  const excess = scopes.find((scope) => !may(actor, scope))
  if (excess !== undefined) throw new Refusal('forbidden', { detail: excess })
}

/** When the new one ends. A token that ends soon must not prolong itself by making another. */
const endOf = (actor: Actor, { expiresInMs }: TokenWish, now: number): number | null => {
  const latest = (actor.kind === 'token' ? actor.expiresAt : undefined) ?? Number.POSITIVE_INFINITY
  if (expiresInMs === undefined) return Math.min(now + TOKEN_MS, latest)
  const wanted = expiresInMs === null ? Number.POSITIVE_INFINITY : now + expiresInMs
  if (wanted > latest) throw new Refusal('token_outlives')
  return expiresInMs === null ? null : wanted
}
