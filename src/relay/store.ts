/** The relay policy of this server: one fact, read at the start, changed by its owners. */

import type { RelayPolicy } from '../protocol/session.ts'
import type { Database } from '../store/database.ts'
import { toPolicy } from './policy.ts'

const FIND = "SELECT value FROM facts WHERE name = 'relay-policy'"

const PUT = `INSERT INTO facts (name, value) VALUES ('relay-policy', $1)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`

/** Every text of this store, so that a test can hold each against both engines. */
export const POLICY_SQL = { FIND_POLICY: FIND, PUT_POLICY: PUT }

/** The policy that holds now. */
export type PolicyStore = {
  readonly current: () => RelayPolicy
  /** Holds from the moment it is on the disk; returns what held before. Throws `StorageError`. */
  readonly change: (policy: RelayPolicy) => Promise<RelayPolicy>
}

/** Reads the policy of the server whose data this is. */
export const readPolicyStore = async (database: Database): Promise<PolicyStore> => {
  let policy = toPolicy(parse((await database.get(FIND, []))?.['value']))
  return {
    current: () => policy,
    change: async (wanted) => {
      await database.write(PUT, [JSON.stringify(wanted)])
      const before = policy
      policy = wanted
      return before
    },
  }
}

const parse = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
