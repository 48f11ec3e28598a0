/** The policy of screens of this server: one fact, read at the start, changed by its owners. */

import type { ScreenPolicy } from '../protocol/screen.ts'
import type { Database } from '../store/database.ts'
import { toScreenPolicy } from './policy.ts'

const FIND = "SELECT value FROM facts WHERE name = 'screen-policy'"

const PUT = `INSERT INTO facts (name, value) VALUES ('screen-policy', $1)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`

/** Every text of this store, so that a test can hold each against both engines. */
export const SCREEN_SQL = { FIND_POLICY: FIND, PUT_POLICY: PUT }

/** The policy that holds now. */
export type ScreenPolicyStore = {
  readonly current: () => ScreenPolicy
  /** Holds from the moment it is on the disk; returns what held before. Throws `StorageError`. */
  readonly change: (policy: ScreenPolicy) => Promise<ScreenPolicy>
}

/** Reads the policy of the server whose data this is; `onChange` is called when it changed. */
export const readScreenPolicy = async (
  database: Database,
  onChange: (policy: ScreenPolicy) => void,
): Promise<ScreenPolicyStore> => {
  let policy = toScreenPolicy(parse((await database.get(FIND, []))?.['value']))
  return {
    current: () => policy,
    change: async (wanted) => {
      await database.write(PUT, [JSON.stringify(wanted)])
      const before = policy
      policy = wanted
      onChange(wanted)
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
