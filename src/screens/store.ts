/** The policy of screens of this server: one fact, read at the start, changed by its owners. */

import type { ScreenPolicy } from '../protocol/screen.ts'
import { type Database, readStoredFact, type StoredFact } from '../store/database.ts'
import { toScreenPolicy } from './policy.ts'

/** The policy that holds now. */
export type ScreenPolicyStore = StoredFact<ScreenPolicy>

/** Reads the policy of the server whose data this is; `onChange` is called when it changed. */
export const readScreenPolicy = async (
  database: Database,
  onChange: (policy: ScreenPolicy) => void,
): Promise<ScreenPolicyStore> => {
  const fact = await readStoredFact(database, 'screen-policy', toScreenPolicy)
  return {
    current: fact.current,
    change: async (wanted) => {
      const before = await fact.change(wanted)
      onChange(wanted)
      return before
    },
  }
}
