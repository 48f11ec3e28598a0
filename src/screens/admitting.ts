/** Who wants to see what: read from a page's first words, and checked, before anything is opened. */

import type { Client } from '../http/client-address.ts'
import { hashSecret, newSecret } from '../platform/secrets.ts'
import { type Actor, may } from '../protocol/actor.ts'
import { Refusal } from '../protocol/refusals.ts'
import type { ScreenPolicy, ScreenRequest } from '../protocol/screen.ts'
import type { Grant } from '../client/tunnel/letting-in.ts'
import type { createAgains, Kept } from './again.ts'
import { mayOpen } from './policy.ts'
import type { LinkPort, Visit } from './visit.ts'

/** A visit, what the host may know it by, and how to undo what it cost. */
export type Admitted = {
  readonly visit: Visit
  readonly grant: Grant | undefined
  /** Undoes a link's use, once. */
  readonly giveBack: () => Promise<void>
  /** Lets the page come back another time by what it came back by. */
  readonly putBack: () => void
}

export type VisitOptions = {
  readonly links: LinkPort
  readonly policy: () => ScreenPolicy
  readonly agains: ReturnType<typeof createAgains>
  readonly now: () => number
}

type Open = Extract<ScreenRequest, { type: 'open' }>

/** Reads a page's first words. Throws `Refusal`. */
export const admitVisit = async (
  request: Open,
  by: { readonly actor: Actor; readonly client: Client },
  options: VisitOptions,
): Promise<Admitted> => {
  const isGuest = 'link' in request
  if (!mayOpen(options.policy(), isGuest)) throw new Refusal(isGuest ? 'links_off' : 'screens_off')
  const admitted = isGuest
    ? await admitGuest(request, by.client, options)
    : admitKnown(request, by.actor, options)
  const { kind, isViewOnly } = admitted.visit
  // A shell that does nothing with what is typed would not be one.
  if (kind === 'terminal' && isViewOnly) {
    await admitted.giveBack()
    throw new Refusal('view_only_impossible')
  }
  return admitted
}

const admitKnown = (
  { hostId, service, kind, isViewOnly, again }: Exclude<Open, { link: string }>,
  actor: Actor,
  { agains, now }: VisitOptions,
): Admitted => {
  if (actor.kind === 'anonymous') throw new Refusal('sign_in_required')
  // The page may have waited with its first words until the sign-in was over.
  if (now() >= (actor.expiresAt ?? Number.POSITIVE_INFINITY)) throw new Refusal('sign_in_required')
  if (!may(actor, 'screens:open')) throw new Refusal('forbidden', { detail: 'screens:open' })
  const kept = agains.take(
    again,
    ({ actor: before, link, ...of }) =>
      link === undefined &&
      before.id === actor.id &&
      before.tenantId === actor.tenantId &&
      of.hostId === hostId &&
      of.service === service,
  )
  const visit = { actor, hostId, service, kind, isViewOnly, instance: instanceOf(kept) }
  return { visit, grant: kept?.grant, giveBack: nothing, putBack: () => kept?.putBack() }
}

const admitGuest = async (
  { link, again }: Extract<Open, { link: string }>,
  client: Client,
  { agains, links }: VisitOptions,
): Promise<Admitted> => {
  const hash = hashSecret(link)
  const kept = agains.take(again, (visit) => visit.link?.hash === hash)
  if (kept?.visit.link && (await links.isGood(kept.visit.link.id))) {
    return { ...kept, giveBack: nothing }
  }
  const { linkId, giveBack, ...taken } = await links.take(link, client)
  const visit = { ...taken, instance: instanceOf(undefined), link: { id: linkId, hash } }
  return { visit, grant: undefined, giveBack, putBack: () => undefined }
}

const instanceOf = (kept: Kept | undefined): string => kept?.visit.instance ?? newSecret('page')

const nothing = async (): Promise<void> => undefined
