/** What strangers cause and other features tell of, as entries of the audit. */

import type { Bus } from '../platform/bus.ts'
import { ANONYMOUS } from '../protocol/actor.ts'
import type { AuditEntry } from '../protocol/audit.ts'
import type { Events } from '../protocol/events.ts'
import { DEFAULT_TENANT } from '../protocol/tenant.ts'

/** Counts the events of the bus that matter to somebody who looks for an attack. */
export const recordEvents = (bus: Bus<Events>, count: (entry: AuditEntry) => void): void => {
  const stranger = (tenantId: string): AuditEntry['actor'] => ({ ...ANONYMOUS, tenantId })

  bus.on('claim.refused', ({ id, code, tenantId, address, reason, by }) =>
    count({
      actor: stranger(tenantId),
      address,
      action: 'host.registered',
      object: { kind: 'host', id, name: code },
      reason,
      after: { by },
    }),
  )
  bus.on('code.claimed', ({ id, code, tenantId, address, by }) =>
    count({
      actor: stranger(tenantId),
      address,
      action: 'host.claimed',
      object: { kind: 'host', id, name: code },
      after: { by },
    }),
  )
  bus.on('host.address-changed', ({ id, code, tenantId, by, before, after }) =>
    count({
      actor: stranger(tenantId),
      address: by,
      action: 'host.address-changed',
      object: { kind: 'host', id, name: code },
      before: { address: before },
      after: { address: after },
    }),
  )
  bus.on('address.banned', ({ address, code, expiresAt }) =>
    count({
      actor: stranger(DEFAULT_TENANT),
      address,
      action: 'address.banned',
      object: { kind: 'address', id: address, name: '' },
      reason: 'honeypot',
      after: { code, expiresAt },
    }),
  )
  bus.on('sign-in.locked', ({ login, address, tenantIds }) => {
    // A login nobody has is what a stranger typed: the owners of the server see it.
    for (const tenantId of tenantIds.length > 0 ? tenantIds : [DEFAULT_TENANT]) {
      count({
        actor: stranger(tenantId),
        address,
        action: 'sign-in.locked',
        object: { kind: 'login', id: login, name: '' },
        reason: 'rate_limited',
      })
    }
  })
}
