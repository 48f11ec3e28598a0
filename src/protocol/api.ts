/** The shapes of the `/v1` API, as types: what the console, the command line and tests receive. */

/** A registered host as `/v1` shows it; instants are epoch milliseconds. */
export type Host = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly address: string
  readonly port: number
  /**
   * `registered`: it announced itself and we know no more; live presence needs a host agent.
   * `expired`: it did not for too long, or may not; its code is still kept for its owner.
   * With a host agent: `online`, `degraded` (not heard of for 45 s), `offline`.
   */
  readonly presence: 'registered' | 'expired' | 'online' | 'degraded' | 'offline'
  /** Since when it is online or offline; null without a host agent. */
  readonly presenceAt: number | null
  /** What the host agent said of itself; null while it is offline. */
  readonly agent: {
    readonly version: string
    readonly services: readonly string[]
    /** The address it is connected from. */
    readonly address: string
    /** Whether its screens and terminals may be opened in a browser. */
    readonly allowsBrowser: boolean
  } | null
  readonly registeredAt: number
  readonly updatedAt: number
  readonly expiresAt: number
  /** How the host proves that the code is its own. */
  readonly ownership: 'none' | 'key' | 'credential'
  /** `locked`: its address stays as it is; `revoked`: nobody may register it. */
  readonly state: 'open' | 'locked' | 'revoked'
  readonly tags: string[]
  /** Of the key that owns the code, as `SHA256:…`. */
  readonly keyFingerprint: string | null
  /** Where a code without owner pointed before somebody pointed it elsewhere. */
  readonly previousAddress: string | null
  readonly addressChangedAt: number | null
  /** When one key was seen in two places: somebody copied a machine. */
  readonly clonedAt: number | null
}

/** A token with which a number of hosts get a credential each; instants are epoch milliseconds. */
export type Enrolment = {
  readonly id: string
  readonly name: string
  readonly tags: string[]
  readonly uses: number
  readonly usesLeft: number
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
}

/** The numbers at the top of the console; the hourly ones cover the last 60 minutes. */
export type Numbers = {
  readonly hosts: number
  readonly registersLastHour: number
  readonly resolvesLastHour: number
  /** Of the whole server: null for other tenants than the first. */
  readonly refusedLastHour: number | null
  readonly bans: number | null
  readonly startedAt: number
  /** Hosts with a live control channel. */
  readonly online: number
  /** Sessions that have not ended. */
  readonly sessions: number
  /** What the relay carries now, both directions; null for other tenants than the first. */
  readonly relayBitsPerSecond: number | null
  /** Null for other tenants than the first. */
  readonly server: ServerState | null
}

/** How the server itself is, as far as it concerns more than one host. */
export type ServerState = {
  /** `off`: no session takes it; `closed`: strangers' do not; `full`: no further one does now. */
  readonly relay: 'open' | 'closed' | 'off' | 'full'
  /** False once nothing can be written any more: hosts keep their codes, nothing new is kept. */
  readonly isStorageWritable: boolean
  /** Refusals in a usual hour; null until the server has seen some hours. */
  readonly refusedUsually: number | null
}

/** A banned address: an IPv4 address or an IPv6 /64. */
export type Ban = {
  readonly address: string
  readonly reason: 'honeypot'
  readonly code: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** A setting as this server was started with it; all are texts, as one would write them. */
export type Setting = {
  readonly key: string
  readonly flag: string
  readonly variable: string
  readonly value: string
  readonly default: string
  /** What may be written, such as `open|enrolled` or `DURATION`. */
  readonly choices: string
  readonly help: string
}

/** A login that a program without a browser has begun, as the server answers it. */
export type DeviceLogin = {
  readonly deviceCode: string
  readonly userCode: string
  readonly verificationPath: string
  readonly expiresAt: number
  readonly intervalMs: number
}
