/** A host's hello that is written together with what its owner does to the host. */

import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { prove } from '../../src/client/host-key.ts'
import { createBus } from '../../src/platform/bus.ts'
import { createLog } from '../../src/platform/log.ts'
import type { Events } from '../../src/protocol/events.ts'
import { CLAIM_SQL } from '../../src/registry/claims/store.ts'
import { createRegistry, readServerId } from '../../src/registry/index.ts'
import type { Database } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { makeFolder } from '../support/app.ts'
import { newKey } from '../support/host.ts'
import { ManualTime } from '../support/manual-time.ts'

const CLAIM = { code: 'ISR-12345678', address: '10.0.0.1', port: 5900, name: 'CAJA-1' }
const CLIENT = { address: '10.0.0.1', bucket: '10.0.0.1', isSecure: true }
const NO_LIMITS = { look: <T>(_: unknown, __: string, find: () => T) => find(), admitRegister: () => undefined, admitNewCode: async () => undefined }

it.each([
  ['revoked', "UPDATE leases SET state = 'revoked' WHERE code = $1"],
  ['released', 'UPDATE leases SET claimed_at = NULL WHERE code = $1'],
  ['given to another key', "UPDATE leases SET key = 'another' WHERE code = $1"],
])('a host that is %s in the same breath is not let in', async (_, sql) => {
  const time = new ManualTime()
  const database = openSqlite({ file: join(makeFolder(), 'registry.db'), ticker: time, onDeath: () => undefined })
  onTestFinished(() => database.close())
  // The owner's write comes right behind the hello's, before anybody hears of either.
  const racing: Database = {
    ...database,
    async write(text, params) {
      const rows = await database.write(text, params)
      if (text === CLAIM_SQL.PROVE) await database.write(sql, [CLAIM.code])
      return rows
    },
  }
  const serverId = await readServerId(database)
  const registry = createRegistry({
    database: racing,
    guard: NO_LIMITS,
    clock: time,
    bus: createBus<Events>(() => undefined),
    log: createLog('silent'),
    ttlMs: 86_400_000,
    maxCodes: 10,
    registration: 'open',
    serverId,
    presenceOf: () => undefined,
  })
  const proof = prove({ ...newKey(), isNew: false }, serverId, CLAIM, { at: time.now(), instance: 'run_1' })
  await expect(registry.registerAgent(CLIENT, CLAIM, { proof })).rejects.toMatchObject({ code: 'host_removed' })
})
