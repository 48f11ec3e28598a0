/**
 * Who acts and what they may do: roles, permissions and the one question `may`. Pure data; the
 * console, the command line and tests read the same table.
 */

/** What a person may be in a tenant, the most powerful first. */
export const ROLES = ['owner', 'admin', 'operator', 'viewer'] as const

export type Role = (typeof ROLES)[number]

/** Each permission and the least role that has it; scopes of tokens are these names. */
export const PERMISSIONS = {
  /** See hosts, their addresses and the live feed. */
  'hosts:read': 'viewer',
  /** Turn a code into an address where the policy wants a sign-in. */
  'codes:resolve': 'operator',
  /** Open screens and terminals of hosts in the browser. */
  'screens:open': 'operator',
  /** See, make and revoke guest links. */
  'links:read': 'operator',
  'links:write': 'operator',
  /** Lock, unlock and delete hosts. */
  'hosts:write': 'operator',
  /** Release, transfer and revoke codes. */
  'hosts:own': 'admin',
  'enrolments:read': 'admin',
  'enrolments:write': 'admin',
  'people:read': 'admin',
  'people:write': 'admin',
  'tokens:read': 'admin',
  'tokens:write': 'admin',
  'audit:read': 'admin',
  /** See what concerns the whole server: bans, metrics, tenants. Default tenant only. */
  'server:read': 'owner',
  /** Lift bans, make tenants. Default tenant only. */
  'server:write': 'owner',
} as const satisfies Record<string, Role>

export type Permission = keyof typeof PERMISSIONS

/** Every permission, for schemas and pages. */
export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as [Permission, ...Permission[]]

/** What a tenant's data is read and written with; whoever has none cannot ask for any. */
export type Scope = { readonly tenantId: string }

/** Who may act; a `guest` holds a link to one service of one host and may do nothing else. */
export type ActorKind = 'anonymous' | 'owner-token' | 'person' | 'token' | 'host' | 'guest'

/** On whose behalf a request is made, within one tenant. */
export type Actor = {
  readonly kind: ActorKind
  /** `person_…`, `tok_…`, `host_…`, `link_…`, or the kind itself where there is only one. */
  readonly id: string
  /** As the audit names it. */
  readonly name: string
  readonly tenantId: string
  readonly permissions: ReadonlySet<Permission>
  /** The role behind the permissions; absent for hosts and strangers. */
  readonly role?: Role
  /** The person behind a sign-in or a personal token. */
  readonly personId?: string
  /** The browser's sign-in, when the request came with its cookie. */
  readonly signInId?: string
  /** When this authority ends by itself, epoch milliseconds. */
  readonly expiresAt?: number
}

/** Permissions that concern the whole server exist in the default tenant only. */
const isOfServer = (permission: Permission): boolean => permission.startsWith('server:')

/** What a role may do in a tenant. */
export const permissionsOf = (role: Role, isDefaultTenant: boolean): ReadonlySet<Permission> =>
  new Set(
    PERMISSION_NAMES.filter(
      (name) => isAtLeast(role, PERMISSIONS[name]) && (isDefaultTenant || !isOfServer(name)),
    ),
  )

/** Whether `role` includes everything that `least` may do. */
export const isAtLeast = (role: Role, least: Role): boolean =>
  ROLES.indexOf(role) <= ROLES.indexOf(least)

/** Whether the actor may do this. */
export const may = (actor: Actor, permission: Permission): boolean =>
  actor.permissions.has(permission)

/** Somebody of whom nothing is known. */
export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  name: '',
  tenantId: '',
  permissions: new Set(),
}

/**
 * Authority that has ended or changed: what still runs under it must stop within a second. Each
 * given fact narrows it; `tenantId` with `personId` is one membership.
 */
export type EndedAuthority = {
  readonly signInId?: string
  readonly tokenId?: string
  readonly linkId?: string
  readonly personId?: string
  readonly tenantId?: string
  /** Nobody is signed out: who it was goes on with another role or in another tenant. */
  readonly isChange?: true
}

/** Whether the actor acted under the authority that has ended. */
export const isOf = (ended: EndedAuthority, actor: Actor): boolean => {
  const facts = [
    [ended.signInId, actor.signInId],
    [ended.tokenId, actor.kind === 'token' ? actor.id : undefined],
    [ended.linkId, actor.kind === 'guest' ? actor.id : undefined],
    [ended.personId, actor.personId],
    [ended.tenantId, actor.tenantId],
  ].filter(([wanted]) => wanted !== undefined)
  return facts.length > 0 && facts.every(([wanted, found]) => wanted === found)
}
