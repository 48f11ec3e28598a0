/** A server, a host with something to show, and a page on it, for the tests of screens. */

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunningServer } from '../support/binary.ts'
import { ownerToken, takeCookie } from './console-browser.ts'

/** How long a picture or a word may take on two slow cores. */
export const PATIENCE = { timeout: 20_000, interval: 200 }

/** Calls the API with the owner token. */
export const ask = async (
  server: RunningServer,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> => {
  const answer = await fetch(server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${ownerToken(server)}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
  return answer.status === 204 ? null : answer.json()
}

/** The id of a host by its code. */
export const hostIdOf = async (server: RunningServer, code: string): Promise<string> => {
  const { hosts } = (await ask(server, 'GET', '/v1/hosts')) as { hosts: { id: string; code: string }[] }
  return hosts.find((host) => host.code === code)?.id ?? ''
}

/** The sessions that are live now. */
export const liveSessions = async (server: RunningServer): Promise<{ id: string; phase: string }[]> => {
  const { sessions } = (await ask(server, 'GET', '/v1/sessions?live=true')) as {
    sessions: { id: string; phase: string }[]
  }
  return sessions.filter(({ phase }) => phase !== 'ended')
}

/** Waits until the page of a screen is in a phase. */
export const phase = (page: Page, name: string): Promise<void> =>
  page.locator(`.screen-page[data-phase=${name}]`).waitFor({ timeout: PATIENCE.timeout })

/** Opens a service of a host as a person does who is signed in and knows its address. */
export const openService = async (
  page: Page,
  server: RunningServer,
  path: string,
): Promise<void> => {
  await takeCookie(page.request, server)
  await page.evaluate(`localStorage.setItem('isr.signed-in', 'yes')`)
  await page.goto(path)
}

/** Types a PIN. */
export const givePin = async (page: Page, pin: string): Promise<void> => {
  await phase(page, 'pin')
  await page.locator('input[name=pin]').fill(pin)
  await page.locator('.screen-card button[type=submit]').click()
}

/** Waits until a picture is there. */
export const isShown = (page: Page): Promise<void> =>
  page.locator('.screen-target[data-shown=true] canvas').waitFor({ timeout: PATIENCE.timeout })

/** The pixels of the canvas as it holds them: red, green and blue, a byte each. */
export const canvasPixels = async (page: Page): Promise<Buffer> => {
  const base64 = await page.evaluate<string>(`(() => {
    const canvas = document.querySelector('.screen-target canvas')
    // A canvas of our own, because reading the one of noVNC often makes a browser complain.
    const copy = new OffscreenCanvas(canvas.width, canvas.height)
    const context = copy.getContext('2d', { willReadFrequently: true })
    context.drawImage(canvas, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let text = ''
    for (let at = 0; at < data.length; at += 4) {
      text += String.fromCharCode(data[at], data[at + 1], data[at + 2])
    }
    return btoa(text)
  })()`)
  return Buffer.from(base64, 'base64')
}
