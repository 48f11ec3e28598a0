/** The tenants' verbs, for the owners of the server. */

import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Scope } from '../../protocol/actor.ts'
import { cleanName } from '../../protocol/host.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { MAX_TENANTS, type Tenant, type TenantStore } from './store.ts'

/** Longest name of a tenant, characters. */
export const MAX_TENANT_NAME = 80

export type TenantOptions = {
  readonly store: TenantStore
  readonly clock: Clock
  readonly countHosts: (scope: Scope) => Promise<number>
}

/** A tenant as lists show it. */
export type ListedTenant = Tenant & { readonly hosts: number; readonly people: number }

export type Tenants = ReturnType<typeof createTenants>

export const createTenants = ({ store, clock, countHosts }: TenantOptions) => {
  const listed = async (tenant: Tenant & { people: number }): Promise<ListedTenant> => ({
    ...tenant,
    hosts: await countHosts({ tenantId: tenant.id }),
  })

  return {
    has: async (id: string): Promise<boolean> => (await store.find(id)) !== undefined,

    list: async (): Promise<ListedTenant[]> => Promise.all((await store.all()).map(listed)),

    /** Makes an empty tenant. Throws `Refusal`. */
    async make(wanted: string): Promise<ListedTenant> {
      const name = nameFrom(wanted)
      const tenant = { id: newId('tenant'), name, createdAt: clock.now() }
      if (!(await store.make(tenant))) {
        const isFull = (await store.all()).length >= MAX_TENANTS
        throw isFull ? new Refusal('too_many_tenants', { limit: MAX_TENANTS }) : new Refusal('tenant_exists')
      }
      return { ...tenant, hosts: 0, people: 0 }
    },

    /** Renames a tenant; returns the name it had. Throws `Refusal`. */
    async rename(id: string, wanted: string): Promise<{ tenant: ListedTenant; before: string }> {
      const name = nameFrom(wanted)
      const known = (await store.all()).find((tenant) => tenant.id === id)
      if (!known) throw new Refusal('tenant_not_found')
      if (!(await store.rename(id, name))) throw new Refusal('tenant_exists')
      return { tenant: await listed({ ...known, name }), before: known.name }
    },
  }
}

const nameFrom = (wanted: string): string => {
  const name = cleanName(wanted)
  if (!name || name.length > MAX_TENANT_NAME) throw new Refusal('invalid_request', { detail: 'name' })
  return name
}
