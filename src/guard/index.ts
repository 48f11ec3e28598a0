/** The guard feature: what the rest of the house may use of it. */

export { createGuard, type Guard } from './guard.ts'
export { createBanStore } from './store.ts'
