/**
 * Takes the pictures of the README from the running product: `npm run screenshots`, or with names for
 * some of them only. One that needs a program that is not here is left out, and that is said.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { isInstalled, PIN, type Stage, startStage } from './screenshots-stage.ts'

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url))

/** Largest picture, bytes: the page of a project is read on phones, too. */
const MAX_BYTES = 150 * 1024

const SIZE = { width: 1280, height: 720 }
const OWNER = { login: 'ana@example.com', name: 'Ana Martín', password: 'quiet lamps on the stairs' }

/** The codes of the hosts with agents. */
const DESKTOP = 'ISR-20481632'
const SHELL = 'ISR-31415926'

const TAGS: Readonly<Record<string, readonly string[]>> = {
  [DESKTOP]: ['tienda'],
  [SHELL]: ['taller'],
  'ISR-27182818': ['oficina'],
  'ISR-16180339': ['taller'],
  'ISR-14142135': ['tienda'],
  'ISR-17320508': ['tienda'],
}

type Cast = {
  readonly stage: Stage
  readonly context: BrowserContext
  readonly key: string
  readonly user: string
  readonly idOf: (code: string) => string
}

type Picture = { readonly needs?: readonly string[]; readonly take: (page: Page, cast: Cast) => Promise<void> }

const X_PROGRAMS = ['Xtigervnc', 'xsetroot', 'xcalc', 'xclock', 'xeyes', 'xlogo']
const SSH_PROGRAMS = ['sshd', 'ssh-keygen']

const speak = async (page: Page, language: string, theme = 'light'): Promise<void> => {
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' })
  await page.evaluate(([chosen]) => localStorage.setItem('isr.language', chosen ?? 'en'), [language])
}

const showHosts = async (page: Page): Promise<void> => {
  await page.goto('/')
  await page.getByText('RECEPCION').first().waitFor()
  await page.locator('.feed-word.is-live').waitFor()
}

const openScreen = async (page: Page, { idOf }: Cast): Promise<void> => {
  await page.goto(`/screen/${idOf(DESKTOP)}/vnc`)
  await page.locator('input[name=pin]').fill(PIN)
  await page.keyboard.press('Enter')
  await page.locator('.screen-target[data-shown=true] canvas').waitFor()
}

const openTerminal = async (page: Page, { idOf, key, user }: Cast): Promise<void> => {
  await page.goto(`/screen/${idOf(SHELL)}/ssh`)
  await page.locator('input[name=pin]').fill(PIN)
  await page.keyboard.press('Enter')
  await page.locator('input[name=user]').fill(user)
  await page.locator('input[name=with]').nth(1).check()
  await page.locator('input[name=key]').setInputFiles(key)
  await page.locator('.screen-card button[type=submit]').click()
  await page.locator('.screen-target .xterm-rows').waitFor()
  // What the machine that took the picture is called and holds is nobody's business.
  await page.keyboard.type("cd /usr && PS1='tecnico@taller:/usr$ ' && clear\n")
  // What is typed before the shell asks for it is shown twice.
  const rows = page.locator('.xterm-rows')
  const prompts = (count: number): Promise<void> =>
    rows.filter({ hasNotText: 'PS1' }).filter({ hasText: new RegExp(`(tecnico@taller.*){${count}}`, 's') }).waitFor()
  const lines = ['ls --color=auto', 'date -u +%F', 'ls share | grep -c .']
  for (const [index, line] of lines.entries()) {
    await prompts(index + 1)
    await page.keyboard.type(`${line}\n`)
  }
  await prompts(lines.length + 1)
}

const PICTURES: Readonly<Record<string, Picture>> = {
  'hosts-light': { take: (page) => showHosts(page) },
  'hosts-dark': {
    take: async (page) => {
      await speak(page, 'en', 'dark')
      await showHosts(page)
    },
  },
  'hosts-es': {
    take: async (page) => {
      await speak(page, 'es')
      await showHosts(page)
    },
  },
  host: {
    take: async (page, { idOf }) => {
      await page.goto(`/hosts/${idOf(DESKTOP)}`)
      await page.locator('main h1', { hasText: 'RECEPCION' }).waitFor()
    },
  },
  screen: { needs: [...X_PROGRAMS, ...SSH_PROGRAMS], take: openScreen },
  'screen-es': {
    needs: [...X_PROGRAMS, ...SSH_PROGRAMS],
    take: async (page, cast) => {
      await speak(page, 'es')
      await openScreen(page, cast)
    },
  },
  terminal: { needs: [...X_PROGRAMS, ...SSH_PROGRAMS], take: openTerminal },
  sessions: {
    needs: [...X_PROGRAMS, ...SSH_PROGRAMS],
    take: async (page, cast) => {
      await openScreen(await cast.context.newPage(), cast)
      await page.goto('/sessions')
      await page.getByText('RECEPCION').first().waitFor()
    },
  },
  settings: {
    take: async (page) => {
      await page.goto('/settings')
      await page.locator('main h1').waitFor()
      await page.locator('.relay-policy, .setting').first().waitFor()
    },
  },
}

/** The hosts of one shop, and a link for its accountant; made by whoever is signed in on the page. */
const furnish = async (page: Page, hosts: readonly { id: string; code: string }[]): Promise<void> => {
  const send = (method: string, path: string, body: object): Promise<void> =>
    page.evaluate(
      async ([how, where, what]) => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(where ?? '', { method: how ?? '', headers, body: what ?? '' })
        if (!answer.ok) throw new Error(await answer.text())
      },
      [method, path, JSON.stringify(body)] as const,
    )
  for (const { id, code } of hosts) await send('PUT', `/v1/hosts/${id}/tags`, { tags: TAGS[code] ?? [] })
  const hostId = hosts.find(({ code }) => code === DESKTOP)?.id
  const note = 'Asesoría, cierre de mes'
  // As long as the page offers first: a day.
  const link = { hostId, service: 'vnc', kind: 'screen', isViewOnly: true, note, expiresAt: Date.now() + 86_400_000, uses: 3 }
  await send('POST', '/v1/links', link)
}

/** Makes the owner's account on the page, as whoever sets a server up does. */
const setUp = async (
  context: BrowserContext,
  { token }: Stage,
  hosts: readonly { id: string; code: string }[],
): Promise<void> => {
  const page = await context.newPage()
  await page.goto('/set-up')
  await page.locator('input[name=token]').fill(token)
  for (const [name, value] of Object.entries(OWNER)) await page.locator(`input[name=${name}]`).fill(value)
  await page.keyboard.press('Enter')
  await page.locator('.number-strip').waitFor()
  await furnish(page, hosts)
  await page.close()
}

/** Starts the hosts: agents where their services can run, and older programs that only register. */
const populate = async (stage: Stage): Promise<{ key: string; user: string }> => {
  const canServe = [...X_PROGRAMS, ...SSH_PROGRAMS].every(isInstalled)
  const sshd = canServe ? await stage.startSshd() : { port: 22, key: '', user: '' }
  const vnc = canServe ? await stage.startDesktop() : 5900
  await stage.startHost(DESKTOP, 'RECEPCION', { vnc, ssh: sshd.port })
  await stage.startHost(SHELL, 'TALLER', { ssh: sshd.port })
  await stage.startHost('ISR-27182818', 'GERENCIA', { vnc, rdp: 3389 })
  await stage.register('ISR-16180339', 'ALMACEN', '192.168.1.24')
  await stage.register('ISR-14142135', 'CAJA-1', '192.168.1.31')
  await stage.register('ISR-17320508', 'CAJA-2', '192.168.1.32')
  return sshd
}

const take = async (name: string, picture: Picture, cast: Cast): Promise<void> => {
  const page = await cast.context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${name}: ${error.stack ?? error.message}\n`))
  try {
    await speak(await onServer(page), 'en')
    await picture.take(page, cast)
    await page.mouse.move(2, 2)
    // Pictures that a program draws come in pieces.
    await page.waitForTimeout(picture.needs ? 2000 : 300)
    const image = await page.screenshot()
    if (image.length > MAX_BYTES) throw new Error(`${name}.png has ${image.length} bytes, more than ${MAX_BYTES}`)
    writeFileSync(join(FOLDER, `${name}.png`), image)
    process.stdout.write(`${name}.png: ${Math.round(image.length / 1024)} KB\n`)
  } catch (error) {
    // What was there instead says more than the error.
    process.stderr.write(`${name}: ${(await page.locator('main').innerText()).slice(0, 300)}\n`)
    throw error
  } finally {
    for (const each of cast.context.pages()) await each.close()
  }
}

/** A page of the server, where what it remembers can be written. */
const onServer = async (page: Page): Promise<Page> => {
  await page.goto('/favicon.svg')
  return page
}

const stage = await startStage()
let failed = 0
try {
  mkdirSync(FOLDER, { recursive: true })
  const { key, user } = await populate(stage)
  const context = await stage.browser.newContext({ baseURL: stage.url, viewport: SIZE, locale: 'en-GB' })
  const { hosts } = await stage.ask<{ hosts: { id: string; code: string }[] }>('/v1/hosts')
  await setUp(context, stage, hosts)
  const idOf = (code: string): string => hosts.find((host) => host.code === code)?.id ?? ''
  const wanted = process.argv.slice(2)
  for (const [name, picture] of Object.entries(PICTURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const missing = (picture.needs ?? []).filter((program) => !isInstalled(program))
    if (missing.length > 0) {
      process.stdout.write(`${name}.png: left as it is, because these are not installed: ${missing.join(', ')}\n`)
      continue
    }
    await take(name, picture, { stage, context, key, user, idOf }).catch((error: unknown) => {
      failed++
      process.stderr.write(`${name}.png: ${String(error)}\n`)
    })
  }
} finally {
  await stage.close()
}
process.exitCode = failed > 0 ? 1 : 0
