/** How `/v1` shows an invitation. */

import { z } from '@hono/zod-openapi'
import { instant } from '../../http/schemas.ts'
import { ROLES } from '../../protocol/actor.ts'
import type { Invitation } from './store.ts'

/** An open invitation, or a link that resets a password. */
export const invitation = z
  .object({
    id: z.string().openapi({ example: 'inv_V1StGXR8_Z5jdHi6B-myT' }),
    kind: z.enum(['invitation', 'reset']),
    login: z.string().openapi({ example: 'ana@example.com' }),
    role: z.enum(ROLES),
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant,
  })
  .openapi('Invitation')

/** The answer to making one. */
export const madeInvitation = z
  .object({
    invitation,
    secret: z.string().openapi({
      example: 'isri_…',
      description: 'Shown this once. The link for the person is `/invite#<secret>`.',
    }),
  })
  .openapi('MadeInvitation')

/** What a link is: it invites, or it resets a password. */
export const kindOf = ({ personId }: Invitation): 'invitation' | 'reset' =>
  personId === undefined ? 'invitation' : 'reset'

/** An invitation without what concerns the server only. */
export const shownInvitation = (made: Invitation) => {
  const { id, login, role, createdBy, createdAt, expiresAt } = made
  return { id, kind: kindOf(made), login, role, createdBy, createdAt, expiresAt }
}
