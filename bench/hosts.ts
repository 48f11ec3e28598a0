/** What a connected host costs the server while nothing happens: memory, and CPU of heartbeats. */

import { join } from 'node:path'
import { cpuSeconds } from './support/cpu.ts'
import { connectHosts, MANY_HOSTS, residentBytes } from './support/hosts.ts'
import { pause, startIsr } from './support/servers.ts'
import type { Bench } from './support/table.ts'

const HOSTS = 10_000
const QUICK_HOSTS = 2000

/** Everything that is loaded once, is loaded by then. */
const WARM_UP = 200

/** What is garbage is collected by then, milliseconds. */
const SETTLE_MS = 10_000

/** Two heartbeats, milliseconds. */
const IDLE_MS = 40_000

/** Bytes a host may cost, and the part of a core that all of them may. */
const MAX_BYTES = 20 * 1024
const MAX_PART = 0.03

const once = (value: number) => ({ median: value, min: value, max: value })

export const hosts: Bench = async (lab) => {
  const count = lab.isQuick ? QUICK_HOSTS : HOSTS
  const db = join(lab.newFolder('hosts'), 'registry.db')
  const server = await startIsr(lab, { db, flags: MANY_HOSTS })
  const url = `http://127.0.0.1:${server.port}`
  const warm = await connectHosts(url, WARM_UP)
  await pause(SETTLE_MS)
  const before = residentBytes(server.pid)
  const all = [...warm, ...(await connectHosts(url, count - WARM_UP, WARM_UP))]
  await pause(SETTLE_MS)
  const bytes = (residentBytes(server.pid) - before) / (count - WARM_UP)
  const cpuBefore = cpuSeconds(server.pid)
  await pause(IDLE_MS)
  const part = (cpuSeconds(server.pid) - cpuBefore) / (IDLE_MS / 1000)
  const open = all.filter(({ socket }) => socket.readyState === socket.OPEN).length
  for (const { socket } of all) socket.terminate()
  await server.stop()
  if (open < count) throw new Error(`only ${open} of ${count} hosts stayed connected`)
  const kib = (bytes / 1024).toFixed(1)
  return [
    {
      what: `memory of an idle host, ${count} of them`,
      ours: `${kib} KiB`,
      reference: '20 KiB',
      ratio: once(bytes / MAX_BYTES),
      target: { atMost: 1 },
    },
    {
      what: `heartbeats of ${count} hosts, of one core`,
      ours: `${(part * 100).toFixed(2)} %`,
      reference: '3 %',
      ratio: once(part / MAX_PART),
      target: { atMost: 1 },
    },
  ]
}
