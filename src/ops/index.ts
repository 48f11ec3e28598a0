/** The operations feature: what the rest of the house may use of it. */

export { createMetrics } from './metrics.ts'
export { notifySystemd } from './notify.ts'
