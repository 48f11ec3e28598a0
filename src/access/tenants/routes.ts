/** Tenants under `/v1`, for the owners of the server. */

import { z } from '@hono/zod-openapi'
import { audited, route } from '../../http/route.ts'
import { instant, json, jsonBody, refusals } from '../../http/schemas.ts'
import type { Web } from '../../http/web.ts'
import { MAX_TENANT_NAME, type Tenants } from './tenants.ts'

const tenant = z
  .object({
    id: z.string().openapi({ example: 'tenant_V1StGXR8_Z5jdHi6B-myT' }),
    name: z.string().openapi({ example: 'Clínica Norte' }),
    hosts: z.number().int(),
    people: z.number().int(),
    createdAt: instant,
  })
  .openapi('Tenant')

const named = jsonBody(
  z.object({ name: z.string().min(1).max(MAX_TENANT_NAME).openapi({ example: 'Clínica Norte' }) }),
)

const listTenants = route({ needs: 'server:read' }, {
  method: 'get',
  path: '/v1/tenants',
  operationId: 'listTenants',
  tags: ['tenants'],
  summary: 'List the tenants of this server, the oldest first',
  responses: {
    200: json(z.object({ tenants: z.array(tenant) }), 'Every tenant'),
    ...refusals('sign_in_required', 'forbidden'),
  },
})

const makeTenant = route({ needs: 'server:write', audit: 'tenant.made' }, {
  method: 'post',
  path: '/v1/tenants',
  operationId: 'makeTenant',
  tags: ['tenants'],
  summary: 'Make a tenant: hosts, people and tokens apart from all others',
  request: { body: named },
  responses: {
    201: json(tenant, 'Made'),
    ...refusals(
      'invalid_request',
      'sign_in_required',
      'forbidden',
      'tenant_exists',
      'too_many_tenants',
      'storage_unavailable',
    ),
  },
})

const renameTenant = route({ needs: 'server:write', audit: 'tenant.renamed' }, {
  method: 'put',
  path: '/v1/tenants/{id}',
  operationId: 'renameTenant',
  tags: ['tenants'],
  summary: 'Rename a tenant',
  request: { params: z.object({ id: z.string().max(64) }), body: named },
  responses: {
    200: json(tenant, 'Renamed'),
    ...refusals(
      'invalid_request',
      'sign_in_required',
      'forbidden',
      'tenant_not_found',
      'tenant_exists',
      'storage_unavailable',
    ),
  },
})

/** Adds the tenants' routes to the application. */
export const addTenantRoutes = (web: Web, tenants: Tenants): void => {
  web.openapi(listTenants, async (c) => c.json({ tenants: await tenants.list() }, 200))

  web.openapi(makeTenant, async (c) => {
    const { name } = c.req.valid('json')
    audited(c, { kind: 'tenant', id: '', name })
    const made = await tenants.make(name)
    audited(c, { kind: 'tenant', id: made.id, name: made.name })
    return c.json(made, 201)
  })

  web.openapi(renameTenant, async (c) => {
    const { id } = c.req.valid('param')
    const { name } = c.req.valid('json')
    audited(c, { kind: 'tenant', id, name })
    const { tenant: renamed, before } = await tenants.rename(id, name)
    const facts = { before: { name: before }, after: { name: renamed.name } }
    audited(c, { kind: 'tenant', id, name: renamed.name }, facts)
    return c.json(renamed, 200)
  })
}
