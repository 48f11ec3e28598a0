/**
 * The relay alone, as one process that can be pinned to a core: what `isr serve` has behind
 * `/v1/relay`, with tickets that say themselves whose they are. Its argument is the port.
 */

import { createServer } from 'node:http'
import { createClientOf } from '../src/http/client-address.ts'
import { handleUpgrades } from '../src/http/upgrade.ts'
import { systemClock } from '../src/platform/clock.ts'
import { createLog } from '../src/platform/log.ts'
import { systemTicker } from '../src/platform/ticker.ts'
import { RELAY_PATH } from '../src/protocol/control.ts'
import { createRelay } from '../src/relay/index.ts'
import { DEFAULT_POLICY } from '../src/relay/policy.ts'

const log = createLog('error')

const relay = createRelay({
  redeem: (ticket) => {
    const [sessionId = '', role] = ticket.split('.')
    return { sessionId, role: role === 'host' ? 'host' : 'controller', isSignedIn: true }
  },
  onEvent: () => undefined,
  policy: () => DEFAULT_POLICY,
  clock: systemClock,
  ticker: systemTicker,
  log,
})

const server = createServer((_, response) => response.end())
handleUpgrades(server, {
  clientOf: createClientOf(() => false),
  allowedHosts: new Set(),
  closing: new AbortController().signal,
  handlers: { [RELAY_PATH]: relay.accept },
  log,
})
server.listen(Number(process.argv[2]), '127.0.0.1')
