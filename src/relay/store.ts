/** The relay policy of this server: one fact, read at the start, changed by its owners. */

import type { RelayPolicy } from '../protocol/session.ts'
import { type Database, readStoredFact, type StoredFact } from '../store/database.ts'
import { toPolicy } from './policy.ts'

/** The policy that holds now. */
export type PolicyStore = StoredFact<RelayPolicy>

/** Reads the policy of the server whose data this is. */
export const readPolicyStore = (database: Database): Promise<PolicyStore> =>
  readStoredFact(database, 'relay-policy', toPolicy)
