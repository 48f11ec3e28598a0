import { execFile } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  ChangedKeyError,
  checkHost,
  fingerprintOf,
  forgetHost,
  knownHostsFile,
  LockedFileError,
} from '../../src/client/known-hosts.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { makeFolder } from '../support/app.ts'

const newKey = (): string => generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''

const SERVER = 'https://registry.example'
const clock = systemClock

const newFile = (): string => join(makeFolder(), 'isr', 'known_hosts')

const caught = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

describe('known hosts', () => {
  it('are in the folder of the person, and readable by that person only', () => {
    const env = { XDG_CONFIG_HOME: makeFolder() }
    const file = knownHostsFile(env)
    expect(file).toBe(join(env.XDG_CONFIG_HOME, 'isr', 'known_hosts'))
    checkHost(file, { server: SERVER, code: 'ISR-12345678', key: newKey() }, clock)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('are remembered at the first contact, one host a line, for each server', () => {
    const file = newFile()
    const [key, other] = [newKey(), newKey()]
    const host = { server: SERVER, code: 'ISR-12345678', key }
    expect(checkHost(file, host, clock)).toBe('first')
    expect(checkHost(file, host, clock)).toBe('known')
    expect(checkHost(file, { ...host, server: 'https://other.example', key: other }, clock)).toBe('first')
    expect(readFileSync(file, 'utf8')).toBe(
      `${SERVER} ISR-12345678 ${fingerprintOf(key)}\nhttps://other.example ISR-12345678 ${fingerprintOf(other)}\n`,
    )
    expect(fingerprintOf(key)).toMatch(/^SHA256:[\w+/]{43}$/)
  })

  it('that show another key are refused, with both fingerprints, the file and the line', () => {
    const file = newFile()
    const [key, other] = [newKey(), newKey()]
    checkHost(file, { server: SERVER, code: 'first', key: newKey() }, clock)
    checkHost(file, { server: SERVER, code: 'second', key }, clock)
    const before = readFileSync(file, 'utf8')
    const error = caught(() => checkHost(file, { server: SERVER, code: 'second', key: other }, clock))
    expect(error).toBeInstanceOf(ChangedKeyError)
    expect(error).toMatchObject({
      known: fingerprintOf(key),
      presented: fingerprintOf(other),
      file,
      line: 2,
    })
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(forgetHost(file, { server: SERVER, code: 'second' }, clock)).toBe(true)
    expect(forgetHost(file, { server: SERVER, code: 'second' }, clock)).toBe(false)
    expect(checkHost(file, { server: SERVER, code: 'second', key: other }, clock)).toBe('first')
  })

  it('keep lines that are not ours, and a line without a fingerprint lets nobody in', () => {
    const file = newFile()
    checkHost(file, { server: SERVER, code: 'first', key: newKey() }, clock)
    writeFileSync(file, `# mine\r\n${SERVER} cut`, { mode: 0o600 })
    expect(caught(() => checkHost(file, { server: SERVER, code: 'cut', key: newKey() }, clock))).toBeInstanceOf(
      ChangedKeyError,
    )
    checkHost(file, { server: SERVER, code: 'new', key: newKey() }, clock)
    expect(readFileSync(file, 'utf8')).toMatch(/^# mine\r\nhttps:\/\/registry\.example cut\nhttps:\S+ new SHA256:\S+\n$/)
  })

  it('are not believed from a file that others can write', () => {
    const file = newFile()
    const host = { server: SERVER, code: 'ISR-12345678', key: newKey() }
    checkHost(file, host, clock)
    chmodSync(file, 0o666)
    expect(caught(() => checkHost(file, host, clock))).toMatchObject({ name: 'ExposedFileError' })
  })

  it('are all kept when several processes meet hosts at once', async () => {
    const file = newFile()
    const key = newKey()
    const script = `
      import { checkHost } from ${JSON.stringify(new URL('../../src/client/known-hosts.ts', import.meta.url).href)}
      const [file, key, own] = process.argv.slice(1)
      for (let host = 0; host < 10; host++) {
        checkHost(file, { server: '${SERVER}', code: own + host, key }, { now: () => Date.now() })
        checkHost(file, { server: '${SERVER}', code: 'shared' + host, key }, { now: () => Date.now() })
      }`
    const run = (own: string) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, file, key, own])
    await Promise.all(['a', 'b', 'c'].map(run))
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines).toHaveLength(40)
    expect(new Set(lines).size).toBe(40)
  }, 60_000)

  it('outlive a process that died while it wrote, and say so when one holds the file', () => {
    const file = newFile()
    const host = { server: SERVER, code: 'first', key: newKey() }
    checkHost(file, host, clock)
    writeFileSync(`${file}.lock`, '')
    const held = caught(() => checkHost(file, { ...host, code: 'second' }, clock))
    expect(held).toBeInstanceOf(LockedFileError)
    utimesSync(`${file}.lock`, 1, 1)
    expect(checkHost(file, { ...host, code: 'second' }, clock)).toBe('first')
  })
})
