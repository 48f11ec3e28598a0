/** The policy of screens under `/v1`: read it, replace it; and the path that speaks WebSocket. */

import { z } from '@hono/zod-openapi'
import { audited, guard, route } from '../http/route.ts'
import { json, jsonBody, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import { Refusal } from '../protocol/refusals.ts'
import { SCREEN_PATH } from '../protocol/screen.ts'
import type { ScreenPolicyStore } from './store.ts'

const screenPolicy = z
  .object({
    isOn: z.boolean().openapi({
      description: 'Whether screens and terminals open in browsers at all; the server sees what they show.',
    }),
    isForGuests: z.boolean().openapi({ description: 'Whether guest links may be made and used.' }),
  })
  .openapi('ScreenPolicy')

const ROUTES = {
  read: route({ needs: 'server:read' }, {
    method: 'get',
    path: '/v1/screens/policy',
    operationId: 'readScreenPolicy',
    tags: ['server'],
    summary: 'Read whether screens open in browsers, and for whom',
    responses: {
      200: json(screenPolicy, 'The policy'),
      ...refusals('sign_in_required', 'forbidden'),
    },
  }),
  change: route({ needs: 'server:write', audit: 'screens.policy-changed' }, {
    method: 'put',
    path: '/v1/screens/policy',
    operationId: 'changeScreenPolicy',
    tags: ['server'],
    summary: 'Replace the policy; open screens obey it at once',
    request: { body: jsonBody(screenPolicy) },
    responses: {
      200: json(screenPolicy, 'The policy'),
      ...refusals('invalid_request', 'sign_in_required', 'forbidden', 'storage_unavailable'),
    },
  }),
}

/** Adds the routes to the application. */
export const addScreenRoutes = (web: Web, policies: ScreenPolicyStore): void => {
  web.openapi(ROUTES.read, (c) => c.json(policies.current(), 200))

  web.openapi(ROUTES.change, async (c) => {
    const object = { kind: 'server', id: 'screen-policy', name: '' }
    audited(c, object)
    const after = c.req.valid('json')
    const before = await policies.change(after)
    audited(c, object, { before, after })
    return c.json(after, 200)
  })

  // A request that reaches this as plain HTTP has lost its upgrade on the way.
  web.get(SCREEN_PATH, guard('anyone'), () => {
    throw new Refusal('upgrade_required')
  })
}
