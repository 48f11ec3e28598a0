/**
 * Networks of their own (ip netns), each joined to this machine by one wire. They need root and a
 * kernel that allows it, which containers often forbid; then their tests are skipped with a line.
 */

import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import { onTestFinished } from 'vitest'
import { hasProgram } from './machine.ts'

const run = (command: string[]): void => {
  const [program = '', ...args] = command
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? stderr}`)
}

const may = (command: string[]): boolean => {
  const [program = '', ...args] = command
  return spawnSync(program, args).status === 0
}

/** Whether tests may make networks here. What can be installed must be there in CI. */
export const canMakeNetworks = (): boolean => {
  if (process.platform !== 'linux' || !may(['unshare', '-n', 'true'])) {
    process.stderr.write('SKIPPED: this kernel or user allows no network namespaces, their tests do not run here\n')
    return false
  }
  if (!hasProgram('ip') || !hasProgram('iptables')) return false
  if (ownAddress() === undefined) {
    process.stderr.write('SKIPPED: this machine has no address, tests of networks do not run\n')
    return false
  }
  const name = `isr-probe-${process.pid}`
  const isAllowed = may(['ip', 'netns', 'add', name]) && may(['ip', 'netns', 'exec', name, 'iptables', '-L', '-n'])
  may(['ip', 'netns', 'del', name])
  if (!isAllowed) process.stderr.write('SKIPPED: ip netns or iptables is forbidden here, tests of networks do not run\n')
  return isAllowed
}

export type Network = {
  /** This machine as the network sees it, and the other way round. */
  readonly outside: string
  readonly inside: string
  /** Puts before a command what makes it run inside. */
  readonly command: readonly string[]
  /** Adds a rule to what may come in: `['-p', 'tcp', '-j', 'DROP']`. */
  refuse(rule: readonly string[]): void
}

/** An IPv4 address by which other machines know this one. */
const ownAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

/** Makes a network; it goes with the test, after the programs in it. */
export const makeNetwork = (): Network => {
  // One of 2^16 addresses in a range that is for tests of networks (RFC 2544).
  const [third, fourth] = [randomInt(256), 1 + randomInt(254)]
  // Our end has no address of its own: browsers and hosts of other tests would take a new one for a
  // change of their network, and browsers then give up what they are loading.
  const [outside, inside] = [ownAddress() ?? '', `198.18.${third}.${fourth}`]
  const name = `isr-${process.pid}-${third}-${fourth}`
  // Names of interfaces are at most 15 characters.
  const [near, far] = [`isrn${third}x${fourth}`, `isrf${third}x${fourth}`]
  const command = ['ip', 'netns', 'exec', name]
  onTestFinished(() => {
    may(['ip', 'link', 'del', near])
    may(['ip', 'netns', 'del', name])
  })
  run(['ip', 'netns', 'add', name])
  run(['ip', 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name])
  run(['ip', 'link', 'set', near, 'addrgenmode', 'none'])
  run(['ip', 'link', 'set', near, 'up'])
  run([...command, 'ip', 'addr', 'add', `${inside}/32`, 'dev', far])
  run([...command, 'ip', 'link', 'set', far, 'up'])
  run([...command, 'ip', 'link', 'set', 'lo', 'up'])
  run(['ip', 'route', 'add', inside, 'dev', near, 'src', outside])
  run([...command, 'ip', 'route', 'add', outside, 'dev', far, 'src', inside])
  return { outside, inside, command, refuse: (rule) => run([...command, 'iptables', '-A', 'INPUT', ...rule]) }
}
