/** What the documentation shows is true: its table of roles, and its host of a few lines. */

import { execFile } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { PERMISSION_NAMES, permissionsOf, ROLES } from '../../src/protocol/actor.ts'
import { signedText } from '../../src/protocol/proof.ts'
import { makeFolder } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { hasProgram } from '../support/machine.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const run = promisify(execFile)

it('the page about roles says of every role and permission what the server does', () => {
  const rows = PERMISSION_NAMES.map((name) => {
    const cells = ROLES.map((role) => (permissionsOf(role, true).has(name) ? 'yes' : 'no'))
    return `| \`${name}\` | ${cells.join(' | ')} |`
  })
  const table = [`| permission | ${ROLES.join(' | ')} |`, '|---|---|---|---|---|', ...rows].join('\n')
  expect(read('docs/sign-in.md')).toContain(`\n${table}\n\n`)
})

it('the lines that a host signs are those of the page for authors of hosts, in its order', () => {
  const claim = { code: 'ISR-12345678', address: '192.168.1.20', port: 5900, name: 'RECEPCION' }
  const proof = { at: 1_795_273_620_000, nonce: '9f2c1e77a0b34d58', instance: 'run_1' }
  const lines = signedText('srv_ZktbaPtvNvviM3Dx2YzJ-', claim, proof).split('\n')
  const table = read('docs/hosts.md').split('| line | example |')[1]?.split('\n\n')[0] ?? ''
  const examples = [...table.matchAll(/`([^`]+)`/g)].map(([, text]) => text)
  const shown = examples.filter((text) => !/^GET |^A-Z /.test(text ?? ''))
  expect(shown).toEqual(lines)
})

it.skipIf(!hasProgram('openssl') || !hasProgram('curl'))(
  'the host of a few lines registers signed, twice, and owns its code',
  async () => {
    const server = await startServer()
    const blocks = [...read('docs/hosts.md').matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text ?? '')
    const script = blocks.find((text) => text.includes('isr-register-1')) ?? ''
    const cwd = makeFolder()
    const env = { ...process.env, SERVER: server.url }
    for (const time of ['first', 'second']) {
      const { stdout } = await run('sh', ['-euc', script], { cwd, env })
      const expected = { code: 'ISR-12345678', name: 'RECEPCION', ownership: 'key' }
      expect(JSON.parse(stdout), time).toMatchObject(expected)
    }
    expect(statSync(join(cwd, 'host-key.pem')).mode & 0o777).toBe(0o600)
    const stranger = await fetch(`${server.url}/register?code=ISR-12345678&host=10.6.6.6`, { method: 'POST' })
    expect(stranger.status).toBe(403)
  },
)

it('every link between the pages of the documentation leads somewhere', () => {
  const names = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'))
  const pages = ['README.md', 'CONTRIBUTING.md', ...names.map((name) => `docs/${name}`)]
  const slug = (heading: string): string =>
    heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')
  for (const page of pages) {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      expect(existsSync(join(ROOT, file)), `${page}: ${target}`).toBe(true)
      if (anchor === undefined) continue
      const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading))
      expect(headings, `${page}: ${target}`).toContain(anchor)
    }
  }
})
