/** What a key typed into the hosts' filter costs a browser, with 5 000 hosts and with 500. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { databaseOf, fresh } from './support/codes.ts'
import { type Lab, need } from './support/lab.ts'
import { ratioOf, spreadOf, takeTurns } from './support/rounds.ts'
import { type Running, startIsr } from './support/servers.ts'
import { type Bench, milliseconds } from './support/table.ts'

const MANY = 5_000
const FEW = 500

/** What is typed, one after the other: all hosts, some, one, none, and all again. */
const TYPED = ['i', 'isr', 'isr 0001', '00004852', 'nothing like this', '', '7', '77', '']

/** A person's pause between two keys, in which the page may finish what it put off. */
const BETWEEN_KEYS_MS = 120

/** A page that shows a server's hosts. */
type Open = { readonly page: Page; readonly session: CDPSession; readonly server: Running }

/** CPU time of the page's main thread per key, layout included. */
export const filter: Bench = async (lab) => {
  need('chromium')
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  })
  const many = await open(lab, browser, MANY)
  const few = await open(lab, browser, FEW)
  await typeAll(many)
  await typeAll(few)
  const times = await takeTurns(lab.isQuick ? 3 : 7, {
    many: () => typeAll(many),
    few: () => typeAll(few),
  })
  await browser.close()
  for (const { server } of [many, few]) await server.stop()
  return [
    {
      what: 'CPU time of a key in the filter, 5 000 hosts, of 500',
      ours: milliseconds(spreadOf(times.many)),
      reference: milliseconds(spreadOf(times.few)),
      ratio: ratioOf(times.many, times.few),
    },
  ]
}

const open = async (lab: Lab, browser: Browser, hosts: number): Promise<Open> => {
  const db = await databaseOf(lab, `${hosts}-hosts`, fresh(hosts))
  const server = await startIsr(lab, { db })
  const url = `http://127.0.0.1:${server.port}`
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const token = readFileSync(join(dirname(db), 'owner-token'), 'utf8').trim()
  await page.goto('/')
  await page.request.post('/v1/sign-ins', { data: { token }, headers: { Origin: url } })
  await page.evaluate("localStorage.setItem('isr.signed-in', 'yes')")
  await page.reload()
  await page.locator('.data-table tbody tr').first().waitFor()
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { page, session, server }
}

/** Types every text and returns the median of what each took, milliseconds. */
const typeAll = async ({ page, session }: Open): Promise<number> => {
  const times: number[] = []
  for (const text of TYPED) {
    const before = await cpuMs(session)
    await page.evaluate(`(async () => {
      const field = document.querySelector('.filter-field input')
      field.value = ${JSON.stringify(text)}
      field.dispatchEvent(new Event('input', { bubbles: true }))
      await new Promise((resolve) => {
        const channel = new MessageChannel()
        channel.port1.onmessage = resolve
        channel.port2.postMessage(0)
      })
      document.body.getBoundingClientRect()
    })()`)
    times.push((await cpuMs(session)) - before)
    await page.waitForTimeout(BETWEEN_KEYS_MS)
  }
  return spreadOf(times).median
}

/** What the page's main thread has used so far; other programs do not count. */
const cpuMs = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}
