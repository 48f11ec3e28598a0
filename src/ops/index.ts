/** The operations feature: what the rest of the house may use of it. */

export { createMetrics, type Gauge } from './metrics.ts'
export { notifySystemd } from './notify.ts'
