/** What went wrong on the way to a host: what happened, why, what to do, and an exit code for each. */

import { NoWayError } from '../client/controller/errors.ts'
import { type Language, ProblemError } from '../client/problem.ts'
import { HostKeyError, ImpostorError, PinError, ServiceError, TunnelError } from '../client/tunnel/errors.ts'
import { ChangedKeyError } from '../client/known-hosts.ts'
import { ProxyInTheWayError } from '../client/websocket.ts'
import { REFUSALS, type RefusalCode } from '../protocol/refusals.ts'
import { CommandError } from './failure.ts'
import { printable } from './terminal.ts'

/** Exit codes beyond the usual ones; `HOST_EXIT_CODES` says them to people. */
export const EXIT = { pin: 6, offline: 7, refused: 8, full: 9, proxy: 10, clock: 11, key: 12 } as const

type Advice = { readonly exit: number; readonly en: string; readonly es: string }

const BUSY: Advice = { exit: EXIT.full, en: 'Try again in a while.', es: 'Inténtelo dentro de un rato.' }

const ASK_THERE: Advice = {
  exit: EXIT.refused,
  en: 'Ask whoever is at the host; its own output says why.',
  es: 'Pregunte a quien esté en el equipo; su propia salida dice por qué.',
}

const OFFLINE: Advice = {
  exit: EXIT.offline,
  en: 'See that `isr host` runs there and has network, then try again.',
  es: 'Compruebe que allí se ejecuta `isr host` y que tiene red, e inténtelo de nuevo.',
}

/** What to do, by the code of a refusal. */
const ADVICE: Readonly<Record<string, Advice>> = {
  code_not_found: {
    exit: 5,
    en: 'Compare it with the code that the host shows, and see that `isr host` runs there.',
    es: 'Compárelo con el que muestra el equipo y compruebe que allí se ejecuta `isr host`.',
  },
  host_offline: OFFLINE,
  peer_never_came: OFFLINE,
  peer_gone: OFFLINE,
  peer_stalled: OFFLINE,
  channel_lost: OFFLINE,
  service_not_found: {
    exit: 5,
    en: 'Name one that it offers: isr connect CODE SERVICE.',
    es: 'Indique uno que ofrezca: isr connect CÓDIGO SERVICIO.',
  },
  host_busy: BUSY,
  too_many_sessions: BUSY,
  relay_full: BUSY,
  rate_limited: BUSY,
  relay_off: {
    exit: EXIT.refused,
    en: 'Sign in with `isr login`, or give the host a --direct-port.',
    es: 'Inicie sesión con `isr login`, o dé al equipo un --direct-port.',
  },
  host_refused: ASK_THERE,
  host_removed: ASK_THERE,
  session_killed: ASK_THERE,
  authority_ended: {
    exit: EXIT.refused,
    en: 'Sign in again with `isr login`.',
    es: 'Inicie sesión de nuevo con `isr login`.',
  },
  clock_skewed: {
    exit: EXIT.clock,
    en: 'Set the clock of this computer (on Linux: timedatectl set-ntp true) and try again.',
    es: 'Ponga en hora este equipo (en Linux: timedatectl set-ntp true) e inténtelo de nuevo.',
  },
  upgrade_required: {
    exit: EXIT.proxy,
    en: 'Use https, or have the proxy pass WebSockets to the server; `isr doctor` shows more.',
    es: 'Use https, o haga que el proxy deje pasar WebSocket al servidor; `isr doctor` muestra más.',
  },
  wrong_pin: {
    exit: EXIT.pin,
    en: 'Read it again: a one-time PIN changes after each session and after five wrong ones.',
    es: 'Léalo otra vez: un PIN de un solo uso cambia tras cada sesión y tras cinco errores.',
  },
  pin_locked: {
    exit: EXIT.pin,
    en: 'Wait that long, then use the PIN that the host shows then. The host keeps places for people of its tenant: isr login.',
    es: 'Espere ese tiempo y use el PIN que el equipo muestre entonces. El equipo guarda sitio para los de su inquilino: isr login.',
  },
  service_down: {
    exit: EXIT.offline,
    en: 'Start the program behind the service on the host.',
    es: 'Inicie en el equipo el programa que da el servicio.',
  },
}

/** Sentences of the host for which there is no refusal of the server. */
const SAID_BY_HOST: Readonly<Record<string, { en: string; es: string }>> = {
  service_down: {
    en: 'The host is there, but the program behind this service does not answer',
    es: 'El equipo responde, pero el programa que da este servicio no',
  },
  not_allowed: { en: 'The host refused the session', es: 'El equipo rechazó la sesión' },
  busy: { en: 'The host has as many sessions as it takes', es: 'El equipo ya tiene las sesiones que admite' },
}

/** No host makes anybody wait longer; whatever else it says is not repeated. */
const LONGEST_WAIT_MS = 3_600_000

/** An error of ours as one sentence with an exit code; any other error comes back as it is. */
export const explained = (error: unknown, language: Language): unknown => {
  if (error instanceof ProblemError) {
    const advice = adviceFor(error.code)
    return advice ? told(error.sentence(language), advice, language) : error
  }
  if (error instanceof PinError) {
    const text = sentenceOf(error.code, language, String(Math.ceil(Math.min(error.retryAfterMs, LONGEST_WAIT_MS) / 1000)))
    return told(text, adviceFor(error.code) ?? ASK_THERE, language)
  }
  if (error instanceof ServiceError) {
    const code = error.code === 'service_silent' ? 'service_down' : error.code
    return told(sentenceOf(code, language), adviceFor(code) ?? ASK_THERE, language)
  }
  if (error instanceof NoWayError) return noWay(error, language)
  if (error instanceof HostKeyError) return impostor(language)
  if (error instanceof ImpostorError) return ignorant(language)
  if (error instanceof TunnelError) return told(broken(error.message, language), OFFLINE, language)
  if (error instanceof ProxyInTheWayError) return proxy(error, language)
  if (error instanceof ChangedKeyError) return changedKey(error, language)
  return error
}

const adviceFor = (code: string): Advice | undefined =>
  Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined

const told = (sentence: string, advice: Advice, language: Language): CommandError =>
  new CommandError(`${printable(sentence)}. ${advice[language]}`, advice.exit)

/** The sentence of a refusal that came without one. */
const sentenceOf = (code: string, language: Language, value = ''): string => {
  const known = Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode] : undefined
  const own = Object.hasOwn(SAID_BY_HOST, code) ? SAID_BY_HOST[code] : SAID_BY_HOST['not_allowed']
  const text = (known ?? own)?.[language] ?? code
  return `${text.replace(/\{\w+\}/g, value).replace(/[\s:;,]+$/, '')} (${code})`
}

const noWay = ({ code, message }: NoWayError, language: Language): CommandError => {
  if (code !== '') return told(sentenceOf(code, language), adviceFor(code) ?? ASK_THERE, language)
  return new CommandError(
    language === 'es'
      ? `El equipo no se alcanza directamente (${printable(message) || 'no dio ninguna dirección'}). ` +
          'Déle un --direct-port que su red deje pasar, o no use --direct-only.'
      : `The host cannot be reached directly (${printable(message) || 'it gave no address'}). ` +
          'Give it a --direct-port that its network lets through, or leave out --direct-only.',
    EXIT.offline,
  )
}

const broken = (reason: string, language: Language): string =>
  language === 'es' ? `El túnel al equipo se cortó (${reason})` : `The tunnel to the host broke (${reason})`

const impostor = (language: Language): CommandError =>
  new CommandError(
    language === 'es'
      ? 'Al otro extremo no está el equipo, sino alguien con otra clave: puede que alguien escuche en medio. ' +
          'No se le ha dicho nada. Avise a quien administra el servidor.'
      : 'At the other end is not the host but somebody with another key: someone may be listening in between. ' +
          'Nothing was said to it. Tell whoever runs the server.',
    EXIT.key,
  )

const ignorant = (language: Language): CommandError =>
  new CommandError(
    language === 'es'
      ? 'Quien está al otro extremo no conoce el PIN: no es el equipo, y puede que alguien escuche en medio. ' +
          'No ha conocido el PIN. Compruebe la clave y avise a quien administra el servidor.'
      : 'Whoever is at the other end does not know the PIN: it is not the host, and someone may be listening in ' +
          'between. It did not learn the PIN. Compare the key, and tell whoever runs the server.',
    EXIT.key,
  )

const proxy = ({ message }: Error, language: Language): CommandError =>
  new CommandError(
    language === 'es'
      ? `Algo en el camino no deja pasar WebSocket (${printable(message)}). Use https, o haga que el proxy ` +
          'pase "Upgrade" al servidor; `isr doctor` muestra más.'
      : `Something on the way takes WebSockets out (${printable(message)}). Use https, or have the proxy pass ` +
          '"Upgrade" to the server; `isr doctor` shows more.',
    EXIT.proxy,
  )

const changedKey = ({ known, presented, file, line }: ChangedKeyError, language: Language): CommandError =>
  new CommandError(
    language === 'es'
      ? `¡LA CLAVE DEL EQUIPO CAMBIÓ!\n  antes: ${printable(known)}\n  ahora: ${printable(presented)}\n` +
          'O el equipo se instaló de nuevo, o alguien se hace pasar por él. No escriba ningún PIN hasta saberlo. ' +
          `Si es lo primero, borre la línea ${line} de ${file} y conecte otra vez.`
      : `THE KEY OF THE HOST CHANGED!\n  before: ${printable(known)}\n  now:    ${printable(presented)}\n` +
          'Either the host was set up anew, or somebody pretends to be it. Type no PIN before you know. ' +
          `If it was set up anew, remove line ${line} of ${file} and connect again.`,
    EXIT.key,
  )
