/** The console in a browser that is signed in already, for tests that are about something else. */

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunningServer } from '../support/binary.ts'
import { follow, ownerToken, takeCookie } from './console-browser.ts'

/** Signs the page's browser in with the owner token and opens a path. */
export const enterAsOwner = async (page: Page, server: RunningServer, path = '/'): Promise<void> => {
  await takeCookie(page.request, server)
  await page.evaluate(() => localStorage.setItem('isr.signed-in', 'yes'))
  await page.goto(path)
  await page.locator('.feed-word.is-live').waitFor()
  // The pointer would otherwise rest on a row, and rows under a pointer hold still.
  await page.mouse.move(2, 2)
}

/** What makes a call the owner's. */
export const ownerHeaders = (server: RunningServer): Record<string, string> => ({
  Authorization: `Bearer ${ownerToken(server)}`,
})

/** Calls the API as the owner and returns the parsed answer, or null where there is none. */
export const asOwner = async <T>(
  server: RunningServer,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...ownerHeaders(server),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(answer.status, `${method} ${path}`).toBeLessThan(300)
  return (answer.status === 204 ? null : await answer.json()) as T
}

/**
 * Leaves a server without any host, and a page of its owner that knows it, on the page of hosts: for
 * a test that counts them on a server that others had.
 */
export const forgetHosts = async (server: RunningServer, page: Page): Promise<void> => {
  const { hosts } = await asOwner<{ hosts: { id: string }[] }>(server, 'GET', '/v1/hosts')
  await Promise.all(hosts.map(({ id }) => asOwner(server, 'DELETE', `/v1/hosts/${id}`)))
  await follow(page, '/')
  await page.locator('.no-hosts').waitFor()
}

/** Lets a host in with an enrolment's secret, as its program does. */
export const redeem = async (
  server: RunningServer,
  token: string,
  host: { code: string; address: string; name: string },
): Promise<number> => {
  const answer = await fetch(`${server.url}/v1/enrolments/redeem`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, ...host }),
  })
  return answer.status
}
