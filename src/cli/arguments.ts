/** Reads a command's arguments; a wrong one is a sentence, and a secret among them is refused. */

import { editDistance } from '../platform/edit-distance.ts'
import { CommandError } from './failure.ts'

/** A flag with a value (`--to TENANT`), with one each time it is given, or without one (`--yes`). */
export type Flags = Readonly<Record<string, 'value' | 'values' | 'switch'>>

/** What was given: `values` by flag without dashes, the switches, and all that is no flag. */
export type Arguments = {
  readonly values: Readonly<Record<string, string>>
  /** Of flags that may be given more than once. */
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly switches: ReadonlySet<string>
  readonly rest: readonly string[]
}

/** A secret of ours: everybody on the computer could read it in the list of processes. */
const SECRET = /isr[a-z]_[\w-]{20,}/

/** Refuses secrets on the command line. Throws `CommandError`. */
export const refuseSecrets = (args: readonly string[]): void => {
  if (!args.some((arg) => SECRET.test(arg))) return
  throw new CommandError(
    'A secret is on the command line, where everybody on this computer can read it and the shell ' +
      'keeps it. Give a token in ISR_TOKEN or through `isr login`, an enrolment in ISR_ENROL or ' +
      '--enrol-file, and revoke this one.',
    2,
  )
}

/** Sorts arguments into flags and the rest. Throws `CommandError`. */
export const readArguments = (args: readonly string[], known: Flags): Arguments => {
  const values: Record<string, string> = {}
  const lists: Record<string, string[]> = {}
  const switches = new Set<string>()
  const rest: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (!arg.startsWith('--')) {
      rest.push(arg)
      continue
    }
    const equals = arg.indexOf('=')
    const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals)
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) throw unknownFlag(name, known)
    if (kind === 'switch') {
      if (equals >= 0) throw new CommandError(`--${name} takes no value.`, 2)
      switches.add(name)
      continue
    }
    const value = equals < 0 ? args[++at] : arg.slice(equals + 1)
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--'))) {
      throw new CommandError(`--${name} needs a value.`, 2)
    }
    if (kind === 'values') (lists[name] ??= []).push(value)
    else values[name] = value
  }
  return { values, lists, switches, rest }
}

const unknownFlag = (name: string, known: Flags): CommandError => {
  const [best] = Object.keys(known)
    .map((flag) => ({ flag, distance: editDistance(name, flag) }))
    .sort((a, b) => a.distance - b.distance)
  const hint = best && best.distance <= 3 ? `Did you mean --${best.flag}?` : 'See --help.'
  return new CommandError(`There is no flag --${name} here. ${hint}`, 2)
}
