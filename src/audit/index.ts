/** The audit feature: what the rest of the house may use of it. */

export { createAudit } from './audit.ts'
export { recordEvents } from './events.ts'
export { createAuditStore } from './store.ts'
