/** Bans under `/v1`: see them, lift them. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../http/route.ts'
import { instant, json, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import type { Guard } from './guard.ts'

const ban = z
  .object({
    address: z.string().openapi({ example: '203.0.113.7', description: 'IPv4, or an IPv6 /64.' }),
    reason: z.enum(['honeypot']),
    code: z.string().openapi({ example: 'ISR-00000000' }),
    createdAt: instant,
    expiresAt: instant,
  })
  .openapi('Ban')

const listBans = route({ needs: 'server:read' }, {
  method: 'get',
  path: '/v1/bans',
  operationId: 'listBans',
  tags: ['guard'],
  summary: 'List banned addresses, newest first',
  responses: {
    200: json(z.object({ bans: z.array(ban) }), 'The bans that hold now'),
    ...refusals('sign_in_required'),
  },
})

const liftBan = route({ needs: 'server:write', audit: 'ban.lifted' }, {
  method: 'delete',
  path: '/v1/bans/{address}',
  operationId: 'liftBan',
  tags: ['guard'],
  summary: 'Lift a ban and forgive the wrong guesses behind it',
  request: { params: z.object({ address: z.string().max(64).openapi({ example: '203.0.113.7' }) }) },
  responses: { 204: { description: 'Lifted' }, ...refusals('sign_in_required', 'ban_not_found') },
})

/** Adds the guard's routes to the application. */
export const addGuardRoutes = (web: Web, guard: Guard): void => {
  web.openapi(listBans, async (c) => c.json({ bans: await guard.activeBans() }, 200))

  web.openapi(liftBan, async (c) => {
    const { address } = c.req.valid('param')
    audited(c, { kind: 'address', id: address, name: '' })
    await guard.pardon(address)
    return c.body(null, 204)
  })
}
