/** What a host may say of a screen: that it will not, never that people of the server ended it. */

import { expect, it } from 'vitest'
import { ServiceError } from '../../src/client/tunnel/errors.ts'
import { toRefusal } from '../../src/screens/reasons.ts'

it.each([
  ['service_down', 'service_down'],
  ['busy', 'host_busy'],
  ['session_not_found', 'peer_gone'],
  ['authority_ended', 'host_refused'],
  ['session_killed', 'host_refused'],
  ['screens_off', 'host_refused'],
  ['constructor', 'host_refused'],
  ['__proto__', 'host_refused'],
  ['', 'host_refused'],
])('a host that says %s is heard to say %s', (said, heard) => {
  expect(toRefusal(new ServiceError(said)).code).toBe(heard)
})
