/** A second machine with a host's key, and whoever only says that he has it. */

import { expect, it, onTestFinished } from 'vitest'
import type { Host } from '../../src/protocol/api.ts'
import { startTestApp } from '../support/app.ts'
import { connectHost, newKey, openChannel, sayHello } from '../support/host.ts'

it('whoever knows a host’s public key makes the server neither disturb nor flag the host', async () => {
  const app = await startTestApp()
  const key = newKey()
  const host = await connectHost(app, { key, instance: 'run_1' })
  let pings = 0
  host.socket.on('ping', () => pings++)
  for (let tries = 0; tries < 5; tries++) {
    const stranger = await openChannel(app)
    // Signed by a key of his own, presented as the host's.
    await sayHello(app, stranger, { key: { secret: newKey().secret, key: key.key }, instance: `run_${tries + 2}` })
    expect(await stranger.next('refused')).toMatchObject({ code: 'wrong_signature' })
  }
  host.send({ type: 'sing' })
  await host.next('unknown')
  expect(pings).toBe(0)
  const { hosts } = (await (await app.callAsOwner('/v1/hosts')).json()) as { hosts: Host[] }
  expect(hosts).toMatchObject([{ presence: 'online', clonedAt: null }])
})

it('a machine that is refused as a clone again and again leaves nothing at the one it copies', async () => {
  const app = await startTestApp(['--registers-per-code-per-minute', '1000'])
  const key = newKey()
  await connectHost(app, { key, instance: 'run_1' })
  const warnings: string[] = []
  const onWarning = ({ name }: Error): unknown => warnings.push(name)
  process.on('warning', onWarning)
  onTestFinished(() => void process.off('warning', onWarning))
  for (let tries = 0; tries < 15; tries++) {
    app.time.advance(1)
    const clone = await openChannel(app)
    await sayHello(app, clone, { key, instance: 'run_2' })
    expect(await clone.next('refused')).toMatchObject({ code: 'host_cloned' })
  }
  // Node warns of listeners that pile up, a turn later.
  await (await app.call('/status')).text()
  expect(warnings).toEqual([])
})
