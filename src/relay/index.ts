/** The relay feature: what the rest of the house may use of it. */

export { createRelay, type Relay, type Seat } from './relay.ts'
export { readPolicyStore, type PolicyStore } from './store.ts'
export type { TunnelCarried, TunnelEvent as RelayEvent } from './tunnel.ts'
