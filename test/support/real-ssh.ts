/** A real OpenSSH server on a free port with keys of its own, and the arguments of its clients. */

import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect } from 'vitest'
import { makeFolder } from './app.ts'
import { freePort } from './free-port.ts'
import { hasProgram } from './machine.ts'
import { runReal, startReal } from './real-program.ts'

/** The name by which the clients know the far host's key, whatever address they dial. */
const ALIAS = 'far.example.org'

/** Whether this machine has both ends of OpenSSH; see `hasProgram`. */
export const canRunSsh = (): boolean =>
  ['/usr/sbin/sshd', 'ssh', 'scp', 'sftp', 'ssh-keygen'].every(hasProgram)

export type Sshd = {
  readonly port: number
  /** Options of ssh, scp and sftp: our key, and no host but this one is believed. */
  readonly options: readonly string[]
  readonly user: string
  log(): string
}

/** Starts sshd for whoever runs the tests; it ends with the test. */
export const startSshd = async (): Promise<Sshd> => {
  const folder = makeFolder()
  const [hostKey, key] = [join(folder, 'host-key'), join(folder, 'key')]
  for (const file of [hostKey, key]) await runReal('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
  const publicKey = (file: string): string => readFileSync(`${file}.pub`, 'utf8').trim()
  writeFileSync(join(folder, 'authorized_keys'), `${publicKey(key)}\n`)
  writeFileSync(join(folder, 'known_hosts'), `${ALIAS} ${publicKey(hostKey)}\n`)
  // Where root's sshd puts its workers; Debian's service makes it at its start.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const port = await freePort()
  const config = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKey}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'Subsystem sftp internal-sftp',
  ]
  writeFileSync(join(folder, 'sshd_config'), `${config.join('\n')}\n`)
  const sshd = startReal('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')])
  const isUp = (): string => (sshd.process.exitCode === null ? sshd.err() : `it ended: ${sshd.err()}`)
  await expect.poll(isUp).toContain('Server listening on 127.0.0.1')
  const told = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile=${join(folder, 'known_hosts')}`,
    `HostKeyAlias=${ALIAS}`,
  ]
  const options = ['-F', '/dev/null', '-i', key, ...told.flatMap((option) => ['-o', option])]
  return { port, options, user: userInfo().username, log: sshd.err }
}

/** Writes that many random bytes. */
export const writeRandom = async (file: string, bytes: number): Promise<void> => {
  const chunk = Buffer.alloc(1_000_000)
  const chunks = function* (): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= chunk.length) {
      yield Buffer.from(randomFillSync(chunk).subarray(0, left))
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(file))
}

/** The SHA-256 of a file. */
export const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
