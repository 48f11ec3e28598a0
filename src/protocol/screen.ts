/**
 * A screen or a terminal in the browser: the page speaks over one WebSocket with the server, which
 * plays the controller's part towards the host. Text frames are one JSON object each and end with
 * `ready`; from then on binary frames are the bytes of the host's service (a screen) or of its
 * shell (a terminal), and text frames of a terminal say its new size.
 *
 * A refusal closes the WebSocket as everywhere: code 4000 + status, reason = the refusal's code.
 */

/** Where the page opens it. A sign-in's cookie says who asks; a guest's first message does. */
export const SCREEN_PATH = '/v1/screen'

/** How a service is shown: RFB (RFC 6143) in the page, or a shell by SSH from the server. */
export const SCREEN_KINDS = ['screen', 'terminal'] as const

export type ScreenKind = (typeof SCREEN_KINDS)[number]

/** Longest text message, bytes: a private key of RSA 4096 is 3.4 KiB. */
export const MAX_SCREEN_MESSAGE_BYTES = 16 * 1024

/** Rows and columns that a terminal may have. */
export const MAX_TERMINAL_SIZE = 1000

/** What the page says. */
export type ScreenRequest =
  /** First: somebody who signed in names a host. */
  | {
      readonly type: 'open'
      readonly hostId: string
      readonly service: string
      readonly kind: ScreenKind
      readonly isViewOnly: boolean
      /** `again` of the connection that broke: the PIN and a link's use are not asked for twice. */
      readonly again?: string | undefined
    }
  /** First: a guest shows a link's secret. */
  | { readonly type: 'open'; readonly link: string; readonly again?: string | undefined }
  | { readonly type: 'pin'; readonly pin: string }
  /** How to sign in at the host's SSH server: a password or a private key. */
  | {
      readonly type: 'login'
      readonly user: string
      readonly password?: string | undefined
      readonly privateKey?: string | undefined
      readonly passphrase?: string | undefined
      readonly columns: number
      readonly rows: number
    }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }

/** What the server says. */
export type ScreenAnswer =
  /** The host wants its PIN; `attempt` is 1 for the first. */
  | { readonly type: 'pin'; readonly attempt: number }
  /** The host's SSH server wants to know who; its key's SHA-256 as OpenSSH writes it. */
  | { readonly type: 'login'; readonly attempt: number; readonly fingerprint: string }
  | {
      readonly type: 'ready'
      readonly session: string
      readonly host: { readonly name: string; readonly code: string }
      readonly service: string
      readonly kind: ScreenKind
      readonly isViewOnly: boolean
      readonly again: string
    }

/** What the server lets browsers do. */
export type ScreenPolicy = {
  /** Whether screens and terminals open in browsers at all. */
  readonly isOn: boolean
  /** Whether guest links may be made and used. */
  readonly isForGuests: boolean
}

/** A guest link as `/v1` shows it to operators; instants are epoch milliseconds. */
export type GuestLink = {
  readonly id: string
  readonly hostId: string
  readonly hostName: string
  readonly code: string
  readonly service: string
  readonly kind: ScreenKind
  readonly isViewOnly: boolean
  /** What it is for, as its maker wrote; may be empty. */
  readonly note: string
  readonly createdAt: number
  readonly createdBy: string
  readonly expiresAt: number
  /** How often it may be used, and how often it was. */
  readonly uses: number
  readonly used: number
  readonly lastUsedAt: number | null
  readonly state: 'good' | 'used-up' | 'expired' | 'revoked'
}

/** What a guest is told of a link before using it. */
export type GuestInvitation = {
  readonly hostName: string
  readonly service: string
  readonly kind: ScreenKind
  readonly isViewOnly: boolean
  readonly note: string
  readonly expiresAt: number
  readonly usesLeft: number
  readonly isOnline: boolean
}
