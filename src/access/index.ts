/** The access feature: what the rest of the house may use of it. */

export { createAccess } from './access.ts'
export { createDeviceLogins } from './devices/device-logins.ts'
export { createJoining } from './joining.ts'
export type { Cost as PasswordCost } from './people/password-rules.ts'
export { createPeopleRoom } from './people/room.ts'
export { createSignIns } from './sign-ins/sign-ins.ts'
export { createSignInStore } from './sign-ins/store.ts'
export { createTenants } from './tenants/tenants.ts'
export { createTenantStore } from './tenants/store.ts'
export { createTokens } from './tokens/tokens.ts'
export { createTokenStore } from './tokens/store.ts'
