/** What is known of a host with a live control channel; volatile, never kept in the database. */

export type Presence = {
  /** `degraded`: not heard of for a while. */
  readonly state: 'online' | 'degraded'
  /** Since when it is online, epoch milliseconds. */
  readonly at: number
  readonly version: string
  readonly services: readonly string[]
  /** The address it is connected from. */
  readonly address: string
  /** Whether its screens and terminals may be opened in a browser. */
  readonly allowsBrowser: boolean
}

/** The presence of a host; `undefined` while it has no channel. */
export type PresenceOf = (hostId: string) => Presence | undefined
