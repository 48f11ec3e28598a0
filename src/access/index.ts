/** The access feature: what the rest of the house may use of it. */

export { createAccess, type Access } from './access.ts'
export { createSignInStore } from './store.ts'
