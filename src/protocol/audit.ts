/** What the audit records: who did what, on which object, from where, allowed or refused. */

import type { Actor } from './actor.ts'

/** What was acted upon; `id` never is a secret. */
export type AuditObject = { readonly kind: string; readonly id: string; readonly name: string }

/** What a handler tells about its act. */
export type Audited = {
  readonly object?: AuditObject
  readonly before?: Readonly<Record<string, unknown>> | undefined
  readonly after?: Readonly<Record<string, unknown>> | undefined
  /** Who acted, where that is known only after the act, as at a sign-in. */
  readonly actor?: Actor | undefined
  /** The tenants whose audit tells it, where these are not the actor's, as at a refused sign-in. */
  readonly tenantIds?: readonly string[] | undefined
}

/** One act, as a feature reports it; `reason` (a refusal's code) makes it a refused one. */
export type AuditEntry = {
  readonly actor: Actor
  readonly address: string
  readonly action: string
  readonly object: AuditObject
  readonly reason?: string
  readonly before?: Readonly<Record<string, unknown>> | undefined
  readonly after?: Readonly<Record<string, unknown>> | undefined
}

/** Keeps an act; resolves once it is on the disk. Never throws: a failing disk goes to the log. */
export type RecordAct = (entry: AuditEntry) => Promise<void>
