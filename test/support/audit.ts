/** What the audit says, as the owner reads it. */

import type { TestApp } from './app.ts'

export type AuditRow = {
  readonly id: string
  readonly at: number
  readonly untilAt: number
  readonly count: number
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string }
  readonly address: string
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string; readonly name: string }
  readonly outcome: 'allowed' | 'refused'
  readonly reason: string | null
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

/** A page of the audit, newest first; `query` begins with `?`. */
export const auditOf = async (app: TestApp, query = ''): Promise<AuditRow[]> => {
  const answer = await app.callAsOwner(`/v1/audit${query}`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { entries: AuditRow[] }).entries
}
