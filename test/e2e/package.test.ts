/** The package as it would be published: built, packed, and started from where npm would put it. */

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What a checkout has beside the sources, and the package is not made of. */
const LEFT_OUT = new Set(['node_modules', '.git', 'dist', 'data', 'test'])

const copyCheckout = (): string => {
  const folder = makeFolder()
  const wanted = readdirSync(ROOT).filter((name) => !LEFT_OUT.has(name))
  for (const name of wanted) cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/** Unpacks a package beside the dependencies that are installed here; returns its program. */
const install = (archive: string): string => {
  const modules = join(makeFolder(), 'node_modules')
  const target = join(modules, 'isr')
  mkdirSync(target, { recursive: true })
  execFileSync('tar', ['-xzf', archive, '-C', target, '--strip-components=1'])
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
  }
  return join(target, 'src/isr.js')
}

it('the published package starts, keeps what is registered, and serves its pages and documents', async () => {
  const checkout = copyCheckout()
  const run = (...args: string[]): string =>
    execFileSync('npm', args, { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  run('run', 'build')
  const archive = run('pack', '--silent').trim()
  const server = await startServer([], { bin: install(join(checkout, archive)) })
  const get = async (path: string): Promise<string> => {
    const answer = await fetch(`${server.url}${path}`)
    expect(answer.status, path).toBe(200)
    return answer.text()
  }
  await fetch(`${server.url}/register?code=ISR-12345678&host=10.0.0.7`, { method: 'POST' })
  expect(await get('/resolve?code=ISR-12345678')).toContain('"host":"10.0.0.7"')
  const page = await get('/')
  const main = /src="([^"]+main\.js)"/.exec(page)?.[1] ?? ''
  expect(await get(main)).toContain('import')
  expect(JSON.parse(await get('/v1/openapi.json'))).toHaveProperty('openapi')
  expect(await server.stop()).toBe(0)
})
