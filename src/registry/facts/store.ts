/** What a server remembers about itself: the id that hosts sign, so that a proof fits one server. */

import { newId } from '../../platform/ids.ts'
import type { Database } from '../../store/database.ts'

const FIND = "SELECT value FROM facts WHERE name = 'server_id'"

const MAKE = `INSERT INTO facts (name, value) VALUES ('server_id', $1)
  ON CONFLICT (name) DO UPDATE SET value = facts.value RETURNING value`

/** Every text of this store, so that a test can hold each against both engines. */
export const FACT_SQL = { FIND_SERVER_ID: FIND, MAKE_SERVER_ID: MAKE }

/** The id of the server whose data this is, such as `srv_V1StGXR8_Z5jdHi6B-myT`; made once. */
export const readServerId = async (database: Database): Promise<string> => {
  const known = await database.get(FIND, [])
  if (known) return String(known['value'])
  const [made] = await database.write(MAKE, [newId('srv')])
  return String(made?.['value'])
}
