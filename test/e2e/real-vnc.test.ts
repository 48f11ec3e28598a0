/** A real VNC server seen and used by a real VNC viewer, through `isr host`, the relay and `isr connect`. */

import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'
import { canRunVnc, distance, FAR_SIZE, paint, pixelsOf, startDisplay, startViewer } from '../support/real-vnc.ts'
import { portOf, startHost, startIsr } from './connect-parts.ts'

/** Two X servers, a viewer and three programs of ours start on a machine of two slow cores. */
const SLOW = 120_000

/** What the viewer's JPEG costs a picture of hard edges; another picture is tens away. */
const SAME_PICTURE = 4
const OTHER_PICTURE = 20

describe.skipIf(!canRunVnc())('TigerVNC', () => {
  it('shows the far screen as it is, follows it, and types on it', async () => {
    const server = await startServer()
    const far = await startDisplay(FAR_SIZE)
    await paint(far, 32)
    const host = await startHost(server.url, `vnc=127.0.0.1:${far.port}`)
    const args = ['connect', host.code, 'vnc', '--server', server.url, '--listen', '127.0.0.1:0']
    const controller = startIsr(args, { env: { ISR_PIN: host.pin() } })
    const viewer = await startViewer(await portOf(controller))
    const apart = async (): Promise<number> => distance(await viewer.pixels(), await pixelsOf(far))
    await expect.poll(apart, { timeout: 20_000 }).toBeLessThan(SAME_PICTURE)

    const before = await pixelsOf(far)
    await paint(far, 80)
    expect(distance(before, await pixelsOf(far))).toBeGreaterThan(OTHER_PICTURE)
    await expect.poll(apart, { timeout: 20_000 }).toBeLessThan(SAME_PICTURE)

    const keys = far.start('xev', ['-event', 'keyboard', '-geometry', '600x440+10+10'])
    await expect.poll(apart, { timeout: 20_000 }).toBeLessThan(SAME_PICTURE)
    const type = async (): Promise<string> => {
      await viewer.type('q')
      return keys.out().toString()
    }
    await expect.poll(type, { timeout: 20_000, interval: 300 }).toMatch(/KeyPress event[^]*keysym 0x71, q/)
    viewer.program.process.kill('SIGTERM')
    await viewer.program.ended
    expect(controller.err()).toContain('Connected to vnc through the relay')
    controller.process.kill('SIGTERM')
    expect(await controller.ended).toBe(0)
    await expect.poll(host.out).toMatch(/ended, .* in, .* out/)
  }, SLOW)
})
