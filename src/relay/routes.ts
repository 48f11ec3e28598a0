/** The relay's policy under `/v1`: read it, replace it. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../http/route.ts'
import { json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import { RANGES } from './policy.ts'
import type { PolicyStore } from './store.ts'

const number = (name: keyof typeof RANGES, description: string) => {
  const [least, most] = RANGES[name]
  return z.number().int().min(least).max(most).openapi({ description })
}

const relayPolicy = z
  .object({
    isOn: z.boolean(),
    isForStrangers: z.boolean().openapi({
      description: 'Whether controllers that did not sign in may use the relay.',
    }),
    strangerMbits: number('strangerMbits', 'Per session and direction; 0 is no limit.'),
    signedInMbits: number('signedInMbits', 'Per session and direction; 0 is no limit.'),
    allMbits: number('allMbits', 'Of all sessions together, per direction; 0 is no limit.'),
    sessionsPerCode: number('sessionsPerCode', 'Sessions that one code may have at once.'),
    sessionsPerAddress: number('sessionsPerAddress', 'Sessions of controllers at one address.'),
    sessions: number('sessions', 'Sessions in all.'),
    idleMinutes: number('idleMinutes', 'Carrying nothing for this long ends a session; 0 never.'),
  })
  .openapi('RelayPolicy')

const ROUTES = {
  read: route({ needs: 'server:read' }, {
    method: 'get',
    path: '/v1/relay/policy',
    operationId: 'readRelayPolicy',
    tags: ['server'],
    summary: 'Read what the relay carries and for whom',
    responses: {
      200: json(relayPolicy, 'The policy'),
      ...refusals('sign_in_required', 'forbidden'),
    },
  }),
  change: route({ needs: 'server:write', audit: 'relay.policy-changed' }, {
    method: 'put',
    path: '/v1/relay/policy',
    operationId: 'changeRelayPolicy',
    tags: ['server'],
    summary: 'Replace the policy; live sessions obey it within a second',
    request: { body: jsonBody(relayPolicy) },
    responses: {
      200: json(relayPolicy, 'The policy'),
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  }),
}

/** Adds the routes to the application. */
export const addRelayRoutes = (web: Web, policies: PolicyStore): void => {
  web.openapi(ROUTES.read, (c) => c.json(policies.current(), 200))

  web.openapi(ROUTES.change, async (c) => {
    const object = { kind: 'server', id: 'relay-policy', name: '' }
    audited(c, object)
    const after = c.req.valid('json')
    const before = await policies.change(after)
    audited(c, object, { before, after })
    return c.json(after, 200)
  })
}
