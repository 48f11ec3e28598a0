/** All there is to people, put together: who they are, and how they prove it. */

import type { Bus } from '../../platform/bus.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Ticker } from '../../platform/ticker.ts'
import type { Events } from '../../protocol/events.ts'
import type { Database } from '../../store/database.ts'
import { createCredentialCheck } from './credentials.ts'
import { createSealer } from './factors/seal.ts'
import { createSecondFactor } from './factors/second-factor.ts'
import { createFactorStore } from './factors/store.ts'
import { createLockOut } from './lock-out.ts'
import type { Cost } from './password-rules.ts'
import { createPasswords } from './passwords.ts'
import { createPeople } from './people.ts'
import { createPeopleStore } from './store.ts'

export type PeopleRoomOptions = {
  readonly database: Database
  /** What seals TOTP secrets; it lies beside the database, not in it. */
  readonly secretKey: string
  readonly passwordCost?: Cost | undefined
  readonly clock: Clock
  readonly ticker: Ticker
  readonly bus: Bus<Events>
  readonly log: Log
}

/** People, their passwords, their second factors, and what slows down who guesses them. */
export const createPeopleRoom = (options: PeopleRoomOptions) => {
  const { database, secretKey, clock, ticker, bus, log } = options
  const store = createPeopleStore(database)
  const passwords = createPasswords({ ticker, cost: options.passwordCost })
  const lockOut = createLockOut({ clock })
  const secondFactor = createSecondFactor({
    store: createFactorStore(database),
    sealer: createSealer(secretKey),
    clock,
    log,
  })
  const credentials = createCredentialCheck({
    store,
    passwords,
    secondFactor,
    lockOut,
    clock,
    bus,
    log,
  })
  return { people: createPeople({ store, clock }), credentials, secondFactor, passwords, lockOut }
}
