/** What `isr host` says to the person beside it, one line for each thing that happens. */

import type { HostEvent } from '../client/agent/host.ts'
import type { Language } from '../client/problem.ts'
import { REFUSALS, type RefusalCode } from '../protocol/refusals.ts'
import { shownBytes } from './progress.ts'
import { printable } from './terminal.ts'

/** Further than this from the server's clock, and signatures are about to be refused, milliseconds. */
const CLOCK_OFF_MS = 60_000

/** What a person does about a refusal that does not pass by itself. */
const MEND: Readonly<Record<string, { en: string; es: string }>> = {
  host_removed: {
    en: 'Enrol this host again (--enrol-file), or ask whoever runs the server.',
    es: 'Inscriba de nuevo este equipo (--enrol-file) o pregunte a quien administra el servidor.',
  },
  invalid_token: {
    en: 'The server no longer takes the credential beside the key: enrol again with --enrol-file.',
    es: 'El servidor ya no acepta la credencial que hay junto a la clave: inscríbalo con --enrol-file.',
  },
  code_claimed: {
    en: 'Another host has this code: give another --code, or none to have one drawn.',
    es: 'Otro equipo tiene este código: dé otro --code, o ninguno para que se sortee uno.',
  },
  clock_skewed: {
    en: 'Set the clock of this computer (on Linux: timedatectl set-ntp true).',
    es: 'Ponga en hora este equipo (en Linux: timedatectl set-ntp true).',
  },
  registration_closed: {
    en: 'Get an enrolment from whoever runs the server and give it with --enrol-file.',
    es: 'Pida una inscripción a quien administra el servidor y désela con --enrol-file.',
  },
  enrolment_invalid: {
    en: 'Ask for a new enrolment: this one is used up, too old or revoked.',
    es: 'Pida otra inscripción: esta se agotó, caducó o fue revocada.',
  },
  channel_replaced: {
    en: 'Is isr host running twice on this computer? Each needs a --key-file of its own.',
    es: '¿Se ejecuta isr host dos veces en este equipo? Cada uno necesita su --key-file.',
  },
  host_cloned: {
    en: 'Remove the key file on one of the two machines; it then gets a key and a code of its own.',
    es: 'Borre el archivo de la clave en una de las dos; tendrá entonces clave y código propios.',
  },
  endpoint_not_found: {
    en: 'The server is older than this program: update it.',
    es: 'El servidor es más viejo que este programa: actualícelo.',
  },
  proxy_in_the_way: {
    en: 'A proxy takes WebSockets out: use https, or have it pass "Upgrade". isr doctor shows more.',
    es: 'Un proxy no deja pasar WebSocket: use https o haga que pase "Upgrade". isr doctor muestra más.',
  },
}

type Say = (en: string, es: string) => string

/** The line; `undefined` for what is not worth one. */
export const lineOf = (event: HostEvent, language: Language): string | undefined => {
  const say: Say = (en, es) => (language === 'es' ? es : en)
  switch (event.type) {
    case 'connected':
      return connected(event, say)
    case 'lost':
      return lost(event, language, say)
    case 'code':
      return say(`that code was another host's; this one is now ${event.code}`, `ese código era de otro equipo; ahora es ${event.code}`)
    case 'asked': {
      const { session, service, controller, isSignedIn, isBrowser } = event
      const name = printable(controller.name) || say('somebody', 'alguien')
      const known = isSignedIn ? say(', signed in', ', con sesión iniciada') : ''
      const who = `${name} (${printable(controller.address)}${known})`
      const page = isBrowser ? say(' in a browser', ' en el navegador') : ''
      return say(`${session}: ${who} asks for ${service}${page}`, `${session}: ${who} pide ${service}${page}`)
    }
    case 'joined':
      return event.path === 'direct'
        ? say(`${event.session}: connected, direct`, `${event.session}: conectado, directo`)
        : say(`${event.session}: connected, through the relay`, `${event.session}: conectado, por el relé`)
    case 'wrong-pin':
      return say(`${event.session}: wrong PIN`, `${event.session}: PIN erróneo`)
    case 'refused':
      return say(`${event.session}: refused (${event.reason})`, `${event.session}: rechazado (${event.reason})`)
    case 'service-down':
      return say(`${event.session}: the program behind the service does not answer`, `${event.session}: el programa que da el servicio no responde`)
    case 'ended': {
      const [inwards, outwards] = [event.bytesToHost, event.bytesToController].map((n) => shownBytes(n, language))
      return say(`${event.session}: ended, ${inwards} in, ${outwards} out`, `${event.session}: terminado, ${inwards} recibidos, ${outwards} enviados`)
    }
    case 'locked':
      return say('the server keeps the address of this host as it is (locked)', 'el servidor mantiene la dirección de este equipo como está (bloqueada)')
    default:
      return undefined
  }
}

const connected = ({ welcome, clockOffByMs }: Extract<HostEvent, { type: 'connected' }>, say: Say): string => {
  const [code, address] = [printable(welcome.code), printable(welcome.address)]
  const off = Math.round(Math.abs(clockOffByMs) / 1000)
  const clock =
    Math.abs(clockOffByMs) < CLOCK_OFF_MS
      ? ''
      : say(`; this clock is ${off} s off the server's`, `; este reloj difiere ${off} s del del servidor`)
  return say(`connected as ${code}, seen from ${address}${clock}`, `conectado como ${code}, visto desde ${address}${clock}`)
}

const lost = (
  { code, detail, retryInMs, mend }: Extract<HostEvent, { type: 'lost' }>,
  language: Language,
  say: Say,
): string => {
  const seconds = Math.max(1, Math.round(retryInMs / 1000))
  const why = reasonFor(code, detail, language)
  const advice = mend && Object.hasOwn(MEND, code) ? ` ${MEND[code]?.[language] ?? ''}` : ''
  const again = say(`trying again in ${seconds} s`, `nuevo intento en ${seconds} s`)
  return say(`not connected: ${why}.${advice} (${again})`, `sin conexión: ${why}.${advice} (${again})`)
}

const reasonFor = (code: string, detail: string, language: Language): string => {
  if (code === '') return language === 'es' ? 'se cortó la conexión' : 'the connection broke'
  if (code === 'unreachable') {
    const reason = printable(detail)
    return language === 'es' ? `no se alcanza el servidor (${reason})` : `the server cannot be reached (${reason})`
  }
  const known = Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode] : undefined
  const text = known ? known[language].replace(/\{\w+\}/g, '…') : printable(detail)
  return `${text} (${printable(code)})`
}
