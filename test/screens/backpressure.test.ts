/** What a slow page costs the server, and a slow host: little, and nothing is lost. */

import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { openPage, startTcp } from '../support/screen.ts'
import { asOwner, PATIENCE, setStage } from './stage.ts'

const MIB = 1024 * 1024

const ALL_BYTES = 24 * MIB

/**
 * On the way to a page that does not read: the stream's window, the relay's queue, both ends' buffers,
 * what the kernel holds of four sockets. Far below what the program would like to send.
 */
const HELD_BYTES = 16 * MIB

/** Whether something has begun to move and does not any more. */
const isStill = async (count: () => number): Promise<boolean> => {
  const before = count()
  for (let turn = 0; turn < 200; turn++) await new Promise((next) => setImmediate(next))
  return before > 0 && count() === before
}

it('a page that does not read stops the program at the host, and gets all of it once it reads', async () => {
  const block = Buffer.alloc(MIB, 'isr')
  let sent = 0
  const port = await startTcp((socket) => {
    const write = (): void => {
      while (sent < ALL_BYTES) {
        sent += block.length
        if (!socket.write(block)) return void socket.once('drain', write)
      }
      socket.end()
    }
    write()
  })
  const { app, open } = await setStage({ port, policy: { kind: 'none' } })
  const page = await openPage(app, asOwner(app), open)
  await page.next('ready')
  page.socket.pause()
  await expect.poll(() => isStill(() => sent), PATIENCE).toBe(true)
  expect(sent).toBeLessThan(HELD_BYTES)
  page.socket.resume()
  expect(await page.closed).toMatchObject({ code: 1000 })
  expect(page.received().length).toBe(ALL_BYTES)
})

it('a program that does not read stops the page, and gets all of it once it reads', async () => {
  const said = Buffer.alloc(64 * 1024, 'isr')
  const hash = createHash('sha256')
  let arrived = 0
  let read: () => void = () => undefined
  const port = await startTcp((socket) => {
    socket.pause()
    socket.on('data', (bytes: Buffer) => {
      hash.update(bytes)
      arrived += bytes.length
    })
    read = () => void socket.resume()
  })
  const { app, open } = await setStage({ port, policy: { kind: 'none' } })
  const page = await openPage(app, asOwner(app), open)
  await page.next('ready')
  const whole = createHash('sha256')
  for (let at = 0; at < ALL_BYTES; at += said.length) {
    page.socket.send(said)
    whole.update(said)
  }
  const gone = (): number => ALL_BYTES - page.socket.bufferedAmount
  await expect.poll(() => isStill(gone), PATIENCE).toBe(true)
  expect(gone()).toBeLessThan(HELD_BYTES)
  read()
  await expect.poll(() => arrived, PATIENCE).toBe(ALL_BYTES)
  expect(hash.digest('hex')).toBe(whole.digest('hex'))
})
