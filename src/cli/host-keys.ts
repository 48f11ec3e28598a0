/**
 * The keys of hosts, as `isr connect` compares and remembers them: compared before anything is said
 * to a host, remembered once it let us in. A server cannot have a host with a known key replaced by
 * one without.
 */

import { checkHost, fingerprintOf, isKnownHost, rememberedOf } from '../client/known-hosts.ts'
import type { Language } from '../client/problem.ts'
import { systemClock } from '../platform/clock.ts'
import { CommandError } from './failure.ts'
import { EXIT } from './host-failure.ts'
import { printable } from './terminal.ts'

export type KeyOptions = {
  /** The file of known hosts. */
  readonly file: string
  readonly server: string
  /** As the person typed it: the server has no say in which host this is. */
  readonly code: string
  /** The fingerprint of `--host-key`. */
  readonly wanted: string | undefined
  readonly language: Language
  readonly say: (text: string, json: object) => void
}

/** Makes what a link asks about keys. */
export const createKeyCheck = ({ file, server, code, wanted, language, say }: KeyOptions) => {
  const es = language === 'es'

  /** Throws `ChangedKeyError`, `CommandError`. */
  const checkKey = (key: string | undefined): void => {
    if (key === undefined) return refuseKeyless()
    const fingerprint = fingerprintOf(key)
    if (wanted !== undefined) {
      if (wanted === fingerprint) return
      throw new CommandError(
        es
          ? `El equipo tiene la clave ${fingerprint}, no la de --host-key. No se le ha dicho nada.`
          : `The host has the key ${fingerprint}, not that of --host-key. Nothing was said to it.`,
        EXIT.key,
      )
    }
    if (isKnownHost(file, { server, code, key })) return
    say(
      es
        ? `Primera vez con ${printable(code)}: clave ${fingerprint}. Compárela con la que muestra el equipo.`
        : `First time with ${printable(code)}: key ${fingerprint}. Compare it with what the host shows.`,
      { type: 'new-host', code, key: fingerprint },
    )
  }

  const refuseKeyless = (): void => {
    const remembered = rememberedOf(file, { server, code })
    const known = wanted ?? remembered?.known
    if (known === undefined) return
    const line = wanted === undefined && remembered ? remembered.line : undefined
    const mend = line === undefined ? '' : es ? ` Si es lo primero, borre la línea ${line} de ${file}.` : ` If it lost it, remove line ${line} of ${file}.`
    throw new CommandError(
      es
        ? `Según el servidor, el equipo ya no tiene clave, y debe ser ${printable(known)}. O perdió su agente, o ` +
            `alguien se hace pasar por él: no se conecta sin cifrar.${mend}`
        : `The server says that the host has no key any more, and it must be ${printable(known)}. Either it lost ` +
            `its agent, or somebody pretends to be it: not connecting unencrypted.${mend}`,
      EXIT.key,
    )
  }

  return {
    checkKey,
    /** The host with this key let us in. One that `--host-key` named need not be remembered. */
    onProved(key: string): void {
      if (wanted === undefined) checkHost(file, { server, code, key }, systemClock)
    },
  }
}
