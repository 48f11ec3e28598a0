/**
 * Prometheus text. Counters are fed by the bus, gauges are read when somebody asks; there is no
 * library between, because all it would add to these lines is a megabyte.
 */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Bus } from '../platform/bus.ts'
import type { Events } from '../protocol/events.ts'

/** A number that is read when the metrics are. */
export type Gauge = {
  readonly name: string
  readonly help: string
  readonly read: () => number | Promise<number>
}

/** Reasons come from code, so there are few; this bounds a mistake. */
const MAX_REASONS = 100

/** Returns a function that writes the metrics as they are now. */
export const createMetrics = (bus: Bus<Events>, gauges: readonly Gauge[]): (() => Promise<string>) => {
  let registers = 0
  let resolves = 0
  let bans = 0
  let swept = 0
  const sessions = new Map<string, number>()
  const refused = new Map<string, number>()
  bus.on('host.registered', () => registers++)
  bus.on('code.resolved', () => resolves++)
  bus.on('address.banned', () => bans++)
  bus.on('leases.expired', ({ count }) => (swept += count))
  bus.on('session.ended', ({ session: { outcome, path } }) => {
    const labels = `outcome="${outcome}",path="${path ?? 'none'}"`
    sessions.set(labels, (sessions.get(labels) ?? 0) + 1)
  })
  bus.on('request.refused', ({ reason }) => {
    if (refused.size < MAX_REASONS || refused.has(reason)) {
      refused.set(reason, (refused.get(reason) ?? 0) + 1)
    }
  })
  const loopDelay = monitorEventLoopDelay({ resolution: 20 })
  loopDelay.enable()

  return async () => {
    const { user, system } = process.cpuUsage()
    const lines = [
      ...metric('isr_registers_total', 'counter', 'Acknowledged registers.', registers),
      ...metric('isr_resolves_total', 'counter', 'Codes resolved.', resolves),
      ...metric('isr_bans_total', 'counter', 'Addresses banned.', bans),
      ...metric('isr_leases_expired_total', 'counter', 'Expired leases swept.', swept),
      ...head('isr_refused_total', 'counter', 'Refused requests by reason.'),
      ...[...refused].map(([reason, count]) => `isr_refused_total{reason="${reason}"} ${count}`),
      ...head('isr_sessions_total', 'counter', 'Sessions that ended.'),
      ...[...sessions].map(([labels, count]) => `isr_sessions_total{${labels}} ${count}`),
    ]
    for (const { name, help, read } of gauges) lines.push(...metric(name, 'gauge', help, await read()))
    lines.push(
      ...metric('process_cpu_seconds_total', 'counter', 'CPU time.', (user + system) / 1e6),
      ...metric('process_resident_memory_bytes', 'gauge', 'Memory.', process.memoryUsage.rss()),
      ...metric('nodejs_eventloop_lag_p99_seconds', 'gauge', 'Since the last read.', lag(loopDelay)),
    )
    return `${lines.join('\n')}\n`
  }
}

const lag = (delay: ReturnType<typeof monitorEventLoopDelay>): number => {
  const seconds = delay.percentile(99) / 1e9
  delay.reset()
  return seconds
}

const head = (name: string, type: string, help: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
]

const metric = (name: string, type: string, help: string, value: number): string[] => [
  ...head(name, type, help),
  `${name} ${value}`,
]
