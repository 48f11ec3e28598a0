/** The guard feature: what the rest of the house may use of it. */

export { createGuard, type Guard, type GuardLimits } from './guard.ts'
export { createBanStore } from './store.ts'
