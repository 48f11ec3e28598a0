/**
 * A screen that is interrupted at each step of being opened, by everything that can: nothing of it
 * stays in the server, and the use of a link is spent only where the guest was let in.
 */

import { expect, it, vi } from 'vitest'
import { openPage, startTcp, type TestPage } from '../support/screen.ts'
import { makeLink, nothingHeld, PATIENCE, send, sessionsOf, setStage, usesOf } from './stage.ts'

type Stage = Awaited<ReturnType<typeof setStage>>

type Scene = { readonly stage: Stage; readonly page: TestPage; readonly linkId: string }

const STEPS = ['asked for', 'waiting for the PIN', 'waiting for the login', 'open'] as const

type Step = (typeof STEPS)[number]

/** What interrupts it, and what the page is told then; nothing when it is gone itself. */
const BY: Readonly<Record<string, { act: (scene: Scene) => unknown; told?: string }>> = {
  'the page breaking off': { act: ({ page }) => page.socket.terminate() },
  'the page leaving': { act: ({ page }) => page.socket.close(1000) },
  'the host going': { act: ({ stage }) => stage.host.stop() },
  'a revoked link': {
    act: ({ stage: { app }, linkId }) => send(app, 'DELETE', `/v1/links/${linkId}`),
    told: 'authority_ended',
  },
  'the policy': {
    act: ({ stage: { app } }) => send(app, 'PUT', '/v1/screens/policy', { isOn: false, isForGuests: true }),
    told: 'links_off',
  },
  'a deleted host': { act: ({ stage: { app, hostId } }) => send(app, 'DELETE', `/v1/hosts/${hostId}`) },
  'somebody who kills it': {
    act: async ({ stage: { app } }) => {
      for (const { id } of await sessionsOf(app, 'live')) await send(app, 'DELETE', `/v1/sessions/${id}`)
    },
  },
}

/** An SSH server that greets and then says nothing: a login that is never answered. */
const startSilent = (): Promise<number> => startTcp((socket) => void socket.write(''))

const reach = async (step: Step, { stage, page }: Scene): Promise<void> => {
  if (step === 'asked for') return
  await page.next('pin')
  if (step === 'waiting for the PIN') return
  page.say({ type: 'pin', pin: stage.host.pin() })
  if (step === 'open') return void (await page.next('ready'))
  await vi.waitFor(async () => {
    const [live] = await sessionsOf(stage.app, 'live')
    expect(live?.phase).toBe('connected')
  }, PATIENCE)
}

const CASES = STEPS.flatMap((step) => Object.keys(BY).map((by) => [step, by] as const))

it.each(CASES)('%s, interrupted by %s', async (step, by) => {
  const isTerminal = step === 'waiting for the login'
  const stage = await setStage(isTerminal ? { port: await startSilent() } : {})
  const { app } = stage
  const { link, secret } = await makeLink(stage, { uses: 2, kind: isTerminal ? 'terminal' : 'screen' })
  const page = await openPage(app, {}, { type: 'open', link: secret })
  const scene = { stage, page, linkId: link.id }
  await reach(step, scene)
  const { act, told } = BY[by] ?? { act: () => undefined }
  await act(scene)
  // Whoever killed nothing came before there was anything to kill.
  if (by === 'somebody who kills it' || by === 'the host going') page.socket.close(1000)
  const { reason } = await page.closed
  const isEarly = step === 'asked for'
  expect(told === undefined || isEarly ? told : reason).toBe(told)
  await nothingHeld(app)
  if (by === 'a deleted host') return
  await expect.poll(() => usesOf(app), PATIENCE).toEqual([step === 'open' ? 1 : 0])
})
