/** What somebody came for, and how guests come. */

import type { Client } from '../http/client-address.ts'
import type { Actor } from '../protocol/actor.ts'
import type { ScreenKind } from '../protocol/screen.ts'

/** What somebody came for. */
export type Visit = {
  readonly actor: Actor
  readonly hostId: string
  readonly service: string
  readonly kind: ScreenKind
  readonly isViewOnly: boolean
  /** One page, however often it comes back: its newer session replaces its older one. */
  readonly instance: string
  /** The link that a guest came in by; never its secret. */
  readonly link?: { readonly id: string; readonly hash: string } | undefined
}

/** One use of a guest link. */
export type TakenLink = Omit<Visit, 'instance' | 'link'> & {
  readonly linkId: string
  /** Undoes the use, once, when the host did not let the guest in. */
  readonly giveBack: () => Promise<void>
}

/** What screens need of guest links. */
export type LinkPort = {
  /** Takes one use of a link. Throws `Refusal`. */
  readonly take: (secret: string, client: Client) => Promise<TakenLink>
  /** Whether whoever came in by a link may come back. */
  readonly isGood: (linkId: string) => Promise<boolean> | boolean
}
