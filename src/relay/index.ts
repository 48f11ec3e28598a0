/** The relay feature: what the rest of the house may use of it. */

export { createRelay, type Relay } from './relay.ts'
export { readPolicyStore, type PolicyStore } from './store.ts'
