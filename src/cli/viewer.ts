/** Programs that show a service, and the line to type for each. Nothing here goes through a shell. */

import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A command as it is started: the program, then its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/** The local end of a service. */
export type LocalEnd = { readonly address: string; readonly port: number }

/** VNC viewers take a display, or with two colons a port. */
const vnc = ({ address, port }: LocalEnd): readonly Command[] => [
  ['vncviewer', `${bracketed(address)}::${port}`],
  ['remmina', '-c', `vnc://${bracketed(address)}:${port}`],
  ['open', `vnc://${bracketed(address)}:${port}`],
]

/** Names under which services of these kinds are usually offered. */
const VIEWERS: Readonly<Record<string, (end: LocalEnd) => readonly Command[]>> = {
  vnc,
  desktop: vnc,
  rdp: ({ address, port }) => [
    ['mstsc', `/v:${bracketed(address)}:${port}`],
    ['xfreerdp', `/v:${bracketed(address)}:${port}`],
    ['remmina', '-c', `rdp://${bracketed(address)}:${port}`],
  ],
  ssh: ({ address, port }) => [['ssh', '-p', String(port), address]],
  http: ({ address, port }) => openers(`http://${bracketed(address)}:${port}/`),
  web: ({ address, port }) => openers(`http://${bracketed(address)}:${port}/`),
}

const openers = (url: string): readonly Command[] => [
  ['xdg-open', url],
  ['open', url],
  ['explorer', url],
]

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)

/** `vnc-2` is a vnc. */
const kindOf = (service: string): string => service.replace(/-?\d+$/, '')

/** Commands that show a service, the most usual first; none for a service we know nothing of. */
export const viewersFor = (service: string, end: LocalEnd): readonly Command[] => {
  const kind = kindOf(service)
  return Object.hasOwn(VIEWERS, kind) ? (VIEWERS[kind]?.(end) ?? []) : []
}

/** The line a person types next: that of a program that is there, or the usual one. */
export const lineFor = (service: string, end: LocalEnd, env: NodeJS.ProcessEnv): string | undefined => {
  const commands = viewersFor(service, end)
  return (commands.find(([program]) => isOnPath(program, env)) ?? commands[0])?.join(' ')
}

/** Whether a program can be started by its name. */
export const isOnPath = (program: string, env: NodeJS.ProcessEnv, platform = process.platform): boolean => {
  const suffixes = platform === 'win32' ? ['.exe', '.cmd', '.bat', '.com'] : ['']
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)
  return folders.some((folder) => suffixes.some((suffix) => canRun(join(folder, program + suffix))))
}

const canRun = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What a viewer inherits: ISR_PIN, ISR_TOKEN and the like are ours, and it hands on what it gets. */
const withoutSecrets = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.toUpperCase().startsWith('ISR_')))

/** Starts the first viewer that is there; the command, or `undefined` when there is none. */
export const startViewer = (
  service: string,
  end: LocalEnd,
  env: NodeJS.ProcessEnv,
  onError: (reason: string) => void,
): Command | undefined => {
  const command = viewersFor(service, end).find(([program]) => isOnPath(program, env))
  if (!command) return undefined
  const [program, ...args] = command
  // A program of the terminal, such as ssh, is this terminal's until it ends.
  const isOfTerminal = program === 'ssh'
  const child = spawn(program, args, { env: withoutSecrets(env), stdio: isOfTerminal ? 'inherit' : 'ignore', detached: !isOfTerminal })
  child.once('error', (error) => onError(error.message))
  if (!isOfTerminal) child.unref()
  return command
}
