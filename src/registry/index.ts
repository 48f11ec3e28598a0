/** The registry feature: what the rest of the house may use of it. */

export { readServerId } from './facts/store.ts'
export { fingerprintOf } from './keys.ts'
export { createLegacyHandler } from './legacy.ts'
export { createRegistry, type Registry } from './registry.ts'
export { createLeaseStore } from './store.ts'
export { exportLegacy, importLegacy } from './transfer.ts'
