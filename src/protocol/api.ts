/** The shapes of the `/v1` API, as types: what the console, the command line and tests receive. */

/** A registered host as `/v1` shows it; instants are epoch milliseconds. */
export type Host = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly address: string
  readonly port: number
  /** `registered`: it announced itself and we know no more; live presence needs a host agent. */
  readonly presence: 'registered'
  readonly registeredAt: number
  readonly updatedAt: number
  readonly expiresAt: number
}

/** The numbers at the top of the console; the hourly ones cover the last 60 minutes. */
export type Numbers = {
  readonly hosts: number
  readonly registersLastHour: number
  readonly resolvesLastHour: number
  readonly refusedLastHour: number
  readonly bans: number
  readonly startedAt: number
}

/** A banned address: an IPv4 address or an IPv6 /64. */
export type Ban = {
  readonly address: string
  readonly reason: 'honeypot'
  readonly code: string
  readonly createdAt: number
  readonly expiresAt: number
}
