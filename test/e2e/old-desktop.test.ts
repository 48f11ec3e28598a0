/**
 * Programs of the old desktop's shape: the viewer speaks first and waits 10 s for a byte at most, the
 * host streams 30 frames in a second. Neither knows of us; they get a port.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { seenBy, startDesktop, startDesktopViewer } from '../support/real-desktop.ts'
import { portOf, startHost, startIsr, startReached, WAYS } from './connect-parts.ts'

/** Five seconds of frames, started and hashed by programs on a machine of two slow cores. */
const SLOW = 120_000

const FRAMES = 150

/** The largest that the host sends, three times within FRAMES. */
const HUGE_BYTES = 10_000_000

const WHOLE = { frames: FRAMES, inputs: FRAMES / 3 - 1, unseen: 0, isWelcome: true, isBye: true }

/** Two viewers watch one host through the relay and use it, not a byte changed or late. */
const watchInTwos = async (way: (typeof WAYS)[number]): Promise<void> => {
  const server = await startReached(way)
  const desktop = await startDesktop()
  const host = await startHost(server.url, `desktop=127.0.0.1:${desktop.port}`, [], server)
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  const controller = startIsr(['connect', host.code, '--server', server.url], {
    env: { ...server.env, ISR_PIN: host.pin(), ISR_TOKEN: token },
  })
  const port = await portOf(controller)
  expect(controller.err()).toContain('Connected to desktop through the relay')
  const viewers = [startDesktopViewer(port, FRAMES), startDesktopViewer(port, FRAMES)]
  for (const viewer of viewers) {
    const seen = await seenBy(viewer)
    expect(seen).toMatchObject(WHOLE)
    expect(seen.largest).toBe(HUGE_BYTES)
  }
  expect(desktop.err()).toBe('')
  controller.process.kill('SIGTERM')
  expect(await controller.ended).toBe(0)
  await expect.poll(host.out).toMatch(/ended, .* in, .* out/)
}

/** A stranger at 16 Mbit/s gets fewer frames in a second, and each of them whole. */
const watchSlowly = async (): Promise<void> => {
  const server = await startServer()
  const desktop = await startDesktop()
  const host = await startHost(server.url, `desktop=127.0.0.1:${desktop.port}`, ['--no-pin'])
  const controller = startIsr(['connect', host.code, '--server', server.url])
  const frames = 60
  const seen = await seenBy(startDesktopViewer(await portOf(controller), frames))
  expect(seen).toMatchObject({ ...WHOLE, frames, inputs: frames / 3 - 1 })
  expect(seen.largest).toBe(HUGE_BYTES)
  expect(desktop.err()).toBe('')
}

/** A host that only ever registered is reached at its address, and that is said plainly. */
const watchAtAddress = async (): Promise<void> => {
  const server = await startServer()
  const desktop = await startDesktop()
  const code = 'ISR-58231947'
  const query = `code=${code}&host=127.0.0.1&port=${desktop.port}&name=RECEPCION`
  const registered = await fetch(`${server.url}/register?${query}`, { method: 'POST' })
  expect(registered.status).toBe(200)
  const controller = startIsr(['connect', code, '--server', server.url])
  const port = await portOf(controller)
  expect(controller.err()).toContain(
    `This host has no agent: connecting to 127.0.0.1:${desktop.port}, direct, not encrypted by us.`,
  )
  const seen = await seenBy(startDesktopViewer(port, FRAMES))
  expect(seen).toMatchObject(WHOLE)
  expect(desktop.err()).toBe('')
  controller.process.kill('SIGTERM')
  expect(await controller.ended).toBe(0)
}

// The frames come in real time, so everybody watches at once: each a server, a host and viewers.
it('viewers see every frame whole: two of a host, alone and behind nginx, a stranger at 16 Mbit/s, and whoever dials a registered address', async () => {
  expect.hasAssertions()
  await Promise.all([...WAYS.map(watchInTwos), watchSlowly(), watchAtAddress()])
}, SLOW)
