/** Who may do what, under `/v1`: the routes of all parts of this feature. */

import type { Web } from '../http/web.ts'
import type { DeviceLogins } from './devices/device-logins.ts'
import { addDeviceRoutes } from './devices/routes.ts'
import type { Invitations } from './invitations/invitations.ts'
import { addInvitationRoutes } from './invitations/routes.ts'
import { addMeRoutes, type MeRouteOptions } from './me-routes.ts'
import type { Members } from './members/members.ts'
import { addMemberRoutes } from './members/routes.ts'
import type { Oidc } from './oidc/oidc.ts'
import { addOidcRoutes } from './oidc/routes.ts'
import { addSignInRoutes, type SignInRouteOptions } from './sign-in-routes.ts'
import { addTenantRoutes } from './tenants/routes.ts'
import type { Tenants } from './tenants/tenants.ts'
import { addTokenRoutes } from './tokens/routes.ts'
import type { Tokens } from './tokens/tokens.ts'

export type AccessRouteOptions = SignInRouteOptions & MeRouteOptions & {
  readonly tokens: Tokens
  readonly tenants: Tenants
  readonly devices: DeviceLogins
  readonly members: Members
  readonly invitations: Invitations
  /** Absent when no provider is configured. */
  readonly oidc: Oidc | undefined
}

/** Adds access's routes to the application. */
export const addAccessRoutes = (web: Web, options: AccessRouteOptions): void => {
  addSignInRoutes(web, options)
  addMeRoutes(web, options)
  addTokenRoutes(web, options.tokens)
  addTenantRoutes(web, options.tenants)
  addDeviceRoutes(web, options)
  addMemberRoutes(web, options)
  addInvitationRoutes(web, options)
  addOidcRoutes(web, { ...options, actorIn: options.people.actorIn })
}
