/** How soon the console shows something on a slow line, beside the smallest page there can be. */

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { databaseOf, fresh } from './support/codes.ts'
import { type Lab, need } from './support/lab.ts'
import { ratioOf, spreadOf, takeTurns } from './support/rounds.ts'
import { startIsr } from './support/servers.ts'
import { type Bench, milliseconds } from './support/table.ts'

/** Hosts of the page that is opened. */
const HOSTS = 100

/** A slow mobile line as Lighthouse simulates it: 1.6 Mbit/s down, 0.75 up, 150 ms there and back. */
const SLOW_LINE = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1_000_000) / 8,
  uploadThroughput: (0.75 * 1_000_000) / 8,
}

/** First contentful paint of somebody who has never been there, median of as many rounds. */
export const paint: Bench = async (lab) => {
  need('chromium')
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  })
  const console = await startConsole(lab)
  const smallest = await startSmallest()
  const times = await takeTurns(lab.isQuick ? 3 : 7, {
    stranger: () => firstPaint(browser, console.url),
    person: () => firstPaint(browser, console.url, console.enter),
    smallest: () => firstPaint(browser, smallest.url),
  })
  await browser.close()
  await console.stop()
  smallest.close()
  const finding = (what: string, ours: readonly number[]) => ({
    what: `first paint at 1.6 Mbit/s and 150 ms, ${what}`,
    ours: milliseconds(spreadOf(ours)),
    reference: milliseconds(spreadOf(times.smallest)),
    ratio: ratioOf(ours, times.smallest),
  })
  return [finding('for everybody', times.stranger), finding('the hosts', times.person)]
}

const startConsole = async (lab: Lab) => {
  const db = await databaseOf(lab, `${HOSTS}-hosts`, fresh(HOSTS))
  const server = await startIsr(lab, { db })
  const url = `http://127.0.0.1:${server.port}`
  const token = readFileSync(join(dirname(db), 'owner-token'), 'utf8').trim()
  return {
    url,
    stop: () => server.stop(),
    enter: async (context: BrowserContext): Promise<void> => {
      await context.request.post(`${url}/v1/sign-ins`, { data: { token }, headers: { Origin: url } })
      await context.addInitScript("localStorage.setItem('isr.signed-in', 'yes')")
    },
  }
}

/** A page of one line: what the line and the browser cost alone. */
const startSmallest = async () => {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>.</title><p>Here.')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

const firstPaint = async (
  browser: Browser,
  url: string,
  enter: (context: BrowserContext) => Promise<void> = async () => undefined,
): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await enter(context)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_LINE)
  await page.goto(url)
  const time = await page.evaluate<number>(`new Promise((resolve) => {
    const seen = performance.getEntriesByName('first-contentful-paint')[0]
    if (seen) return resolve(seen.startTime)
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) {
        if (name === 'first-contentful-paint') resolve(startTime)
      }
    }).observe({ type: 'paint', buffered: true })
  })`)
  await context.close()
  return time
}
