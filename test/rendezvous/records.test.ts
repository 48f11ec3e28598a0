/** Sessions that end while the disk is full: each is written once there is room, without a storm. */

import { expect, it } from 'vitest'
import { pino } from 'pino'
import type { Session } from '../../src/protocol/session.ts'
import { createRecords } from '../../src/rendezvous/records.ts'
import { StorageError } from '../../src/store/database.ts'

const sessionOf = (id: number): Session => ({
  id: `ses_${id}`,
  hostId: 'host_1',
  code: 'ISR-12345678',
  service: 'vnc',
  controller: { kind: 'anonymous', id: '', name: '', device: '', address: '10.0.0.1' },
  via: 'program',
  isViewOnly: false,
  phase: 'ended',
  path: null,
  outcome: 'lonely',
  reason: 'peer_never_came',
  askedAt: 0,
  connectedAt: null,
  firstByteAt: null,
  endedAt: id,
  bytesToHost: 0,
  bytesToController: 0,
})

/** A disk that refuses while it is full, and what is on it and in the log. */
const fullDisk = () => {
  const disk = { isFull: true, refused: '', tries: 0 }
  const written: string[] = []
  const lines: { level: number; msg: string }[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const record = async (_: unknown, { id }: Session): Promise<void> => {
    disk.tries++
    if (disk.isFull || id === disk.refused) throw new StorageError('SQLITE_FULL', 'database or disk is full')
    written.push(id)
  }
  return { disk, written, lines, records: createRecords({ record }, log) }
}

const add = (records: ReturnType<typeof createRecords>, from: number, to: number): void => {
  for (let id = from; id < to; id++) records.add({ session: sessionOf(id), tenantId: 'tenant_default' })
}

it('are asked of a disk that stays full once a turn, and said once', async () => {
  const { disk, lines, records } = fullDisk()
  add(records, 0, 500)
  await records.settle()
  const before = disk.tries
  for (let turn = 0; turn < 20; turn++) {
    records.retry()
    await records.settle()
  }
  expect(disk.tries - before).toBeLessThanOrEqual(20)
  expect(lines.filter(({ level }) => level >= 50)).toHaveLength(1)
})

it('are each written once when there is room again', async () => {
  const { disk, written, records } = fullDisk()
  add(records, 0, 50)
  await records.settle()
  records.retry()
  await records.settle()
  disk.isFull = false
  records.retry()
  await records.settle()
  expect(written.toSorted()).toEqual(Array.from({ length: 50 }, (_, id) => `ses_${id}`).toSorted())
  expect(records.waiting).toBe(0)
})

it('wait for none among them that the disk never takes', async () => {
  const { disk, written, records } = fullDisk()
  add(records, 0, 5)
  await records.settle()
  disk.isFull = false
  disk.refused = 'ses_2'
  for (let turn = 0; turn < 3; turn++) {
    records.retry()
    await records.settle()
  }
  expect(written.toSorted()).toEqual(['ses_0', 'ses_1', 'ses_3', 'ses_4'])
  expect(records.waiting).toBe(1)
})

it('that no room was held for are counted, not forgotten without a word', async () => {
  const { disk, written, lines, records } = fullDisk()
  add(records, 0, 1200)
  await records.settle()
  expect(records.waiting).toBe(1000)
  disk.isFull = false
  records.retry()
  await records.settle()
  expect(written).toHaveLength(1000)
  expect(lines.at(-1)).toMatchObject({ msg: 'sessions are recorded again', lost: 200 })
})
