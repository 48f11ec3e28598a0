/** A real VNC server seen and used by a real VNC viewer, through `isr host`, the relay and `isr connect`. */

import { describe, expect, it } from 'vitest'
import { hasProgram } from '../support/machine.ts'
import {
  canRunVnc,
  type Display,
  distance,
  FAR_SIZE,
  paint,
  pixelsOf,
  startDisplay,
  startNearDisplay,
  startViewer,
  viewerWindow,
  type Window,
} from '../support/real-vnc.ts'
import { portOf, startHost, startIsr, startReached, WAYS } from './connect-parts.ts'

/** Two X servers, a viewer and three programs of ours start on a machine of two slow cores. */
const SLOW = 120_000

/** How long a picture and a key may take there. */
const PATIENCE = { timeout: 20_000, interval: 200 }

/** Of 255: the viewer's JPEG costs these pictures 0.3, another picture is tens away. */
const SAME_PICTURE = 1
const OTHER_PICTURE = 20

/** A screen with a picture on it, and a host that offers it. */
const startFar = async (way: (typeof WAYS)[number] = 'alone') => {
  const server = await startReached(way)
  const far = await startDisplay(FAR_SIZE)
  await paint(far, 32)
  const host = await startHost(server.url, `vnc=127.0.0.1:${far.port}`, [], server)
  const args = ['connect', host.code, 'vnc', '--server', server.url, '--listen', '127.0.0.1:0']
  return { far, host, args, env: { ...server.env, ISR_PIN: host.pin() } }
}

const expectSame = async (window: Window, far: Display): Promise<void> => {
  const apart = async (): Promise<number> => distance(await window.pixels(), await pixelsOf(far))
  await expect.poll(apart, PATIENCE).toBeLessThan(SAME_PICTURE)
}

describe.skipIf(!canRunVnc())('TigerVNC', () => {
  it.each(WAYS)('shows the far screen as it is, follows it, and types on it, %s', async (way) => {
    const { far, host, args, env } = await startFar(way)
    const controller = startIsr(args, { env })
    const near = await startNearDisplay()
    const viewer = startViewer(near, await portOf(controller))
    const window = await viewerWindow(near)
    await expectSame(window, far)

    const before = await pixelsOf(far)
    await paint(far, 80)
    expect(distance(before, await pixelsOf(far))).toBeGreaterThan(OTHER_PICTURE)
    await expectSame(window, far)

    const keys = far.start('xev', ['-event', 'keyboard', '-geometry', '600x440+10+10'])
    await expectSame(window, far)
    const type = async (): Promise<string> => {
      await window.type('q')
      return keys.out().toString()
    }
    await expect.poll(type, PATIENCE).toMatch(/KeyPress event[^]*keysym 0x71, q/)
    viewer.process.kill('SIGTERM')
    await viewer.ended
    expect(controller.err()).toContain('Connected to vnc through the relay')
    controller.process.kill('SIGTERM')
    expect(await controller.ended).toBe(0)
    await expect.poll(host.out, PATIENCE).toMatch(/ended, .* in, .* out/)
  }, SLOW)

  it.skipIf(!hasProgram('vncviewer'))('is started by --open, and shows the far screen', async () => {
    const { far, args, env } = await startFar()
    const near = await startNearDisplay()
    const controller = startIsr([...args, '--open'], { env: { ...env, ...near.env } })
    // It announces its menu on top of the picture for a few seconds.
    await expectSame(await viewerWindow(near), far)
    expect(controller.err()).toMatch(/ {2}vncviewer 127\.0\.0\.1::\d+/)
    expect(controller.err()).not.toContain('does not start')
  }, SLOW)
})
