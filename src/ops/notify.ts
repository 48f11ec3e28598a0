/**
 * Tells systemd when the server is ready and when it stops (`Type=notify`). Node has no datagram
 * sockets of the Unix kind, so systemd's own command says it; outside systemd nothing happens.
 */

import { execFile } from 'node:child_process'
import type { Log } from '../platform/log.ts'

/** systemd waits 90 s for READY=1; a command that hangs longer than this will not bring it. */
const TIMEOUT_MS = 5000

/** Sends a state such as `READY=1`; a failure is logged, never fatal. */
export const notifySystemd = (state: string, log: Log, env = process.env): Promise<void> =>
  new Promise((resolve) => {
    if (!env['NOTIFY_SOCKET']) return resolve()
    execFile('systemd-notify', [state], { timeout: TIMEOUT_MS, env }, (err) => {
      if (err) log.warn({ err, state }, 'systemd could not be told')
      resolve()
    })
  })
