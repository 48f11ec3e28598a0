/** The rendezvous feature: what the rest of the house may use of it. */

export { createPresenceBook } from './presence.ts'
export { createProbe } from './probe.ts'
export { createRendezvous, type Rendezvous } from './rendezvous.ts'
export { createSessionStore } from './store.ts'
