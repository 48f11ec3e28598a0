/** A host by the command line, after its owner has taken its credential away. */

import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runIsr, startServer } from '../support/binary.ts'

it('an enrolled host that was deleted says so, and comes back with a new enrolment', async () => {
  const server = await startServer(['--registration', 'enrolled'])
  const admin = (...args: string[]) =>
    runIsr(['admin', ...args, '--server', server.url, '--db', server.db], {
      XDG_CONFIG_HOME: join(server.folder, 'nobody'),
    })
  const enrolment = async (): Promise<string> => (await admin('enrol', '--uses', '1')).stdout.trim()
  const key = join(server.folder, 'key.pem')
  const register = (env: Record<string, string> = {}) =>
    runIsr(['register', '--server', server.url, '--code', 'one', '--address', '10.0.0.4', '--key-file', key], env)
  expect((await register({ ISR_ENROL: await enrolment() })).code).toBe(0)
  expect((await register()).code).toBe(0)
  expect((await admin('host', 'delete', 'one', '--yes')).code).toBe(0)
  const gone = await register()
  expect([gone.code, gone.stderr]).toMatchObject([4, expect.stringContaining(`no longer takes the credential in ${key}.credential`)])
  expect(gone.stderr).toContain('--enrol-file')
  expect((await register({ ISR_ENROL: await enrolment() })).code).toBe(0)
  expect((await register()).code).toBe(0)
})
