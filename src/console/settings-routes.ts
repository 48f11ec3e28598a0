/**
 * What this server was started with, for the settings page. Read-only: settings are flags and
 * variables, so that a restart cannot bring back another policy than the one that was set.
 */

import { z } from '@hono/zod-openapi'
import { route } from '../http/route.ts'
import { json, refusals } from '../http/schemas.ts'
import type { Web } from '../http/web.ts'
import type { Setting } from '../protocol/api.ts'

const setting = z
  .object({
    key: z.string().openapi({ example: 'registration' }),
    flag: z.string().openapi({ example: '--registration' }),
    variable: z.string().openapi({ example: 'ISR_REGISTRATION' }),
    value: z.string().openapi({ example: 'enrolled', description: 'As one would write it.' }),
    default: z.string().openapi({ example: 'open' }),
    choices: z.string().openapi({ example: 'open|enrolled', description: 'What may be written.' }),
    help: z.string(),
  })
  .openapi('Setting')

const listSettings = route({ needs: 'server:read' }, {
  method: 'get',
  path: '/v1/settings',
  operationId: 'listSettings',
  tags: ['server'],
  summary: 'Read what this server was started with, in the order of its help',
  responses: {
    200: json(z.object({ settings: z.array(setting) }), 'The settings'),
    ...refusals('sign_in_required', 'forbidden'),
  },
})

/** Adds the route of the settings to the application. */
export const addSettingsRoutes = (web: Web, settings: readonly Setting[]): void => {
  web.openapi(listSettings, (c) => c.json({ settings: [...settings] }, 200))
}
