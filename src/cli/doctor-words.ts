/** The checks of `isr doctor` as sentences: what was found, and what to do where it is not well. */

import type { Check } from '../client/controller/checks.ts'
import type { Language } from '../client/problem.ts'
import { shownInstant } from './terminal.ts'

/** The sentence for a check. */
export const sentenceFor = ({ name, word, facts }: Check, language: Language): string => {
  const say = (en: string, es: string): string => (language === 'es' ? es : en)
  const fact = (key: string): string => String(facts[key] ?? '-')
  const at = (key: string): string => shownInstant(Number(facts[key]))
  switch (name) {
    case 'server':
      return word === 'ok'
        ? say(`${fact('server')} answers in ${fact('ms')} ms`, `${fact('server')} responde en ${fact('ms')} ms`)
        : say(`${fact('server')} cannot be reached (${fact('reason')}): is it running, is the address right?`, `${fact('server')} no se alcanza (${fact('reason')}): ¿está en marcha, es esa la dirección?`)
    case 'https':
      return word === 'ok'
        ? say('the way to the server is https', 'el camino al servidor es https')
        : say('no https: sign-ins and tickets travel in the clear; what hosts and controllers say to each other does not', 'sin https: inicios de sesión y billetes viajan sin cifrar; lo que equipo y controlador se dicen, no')
    case 'websocket':
      return websocket(word, fact, say)
    case 'clock':
      return clock(word, Number(facts['offMs']), say)
    case 'address':
      return say(`the server sees this computer at ${fact('address')}`, `el servidor ve este equipo en ${fact('address')}`)
    case 'idle':
      return idle(word, fact('seconds'), say)
    case 'code':
      return code(word, fact, say)
    case 'owner':
      return word === 'ok'
        ? say(`owned by ${fact('ownership')} ${fact('fingerprint')}`, `dueño: ${fact('ownership')} ${fact('fingerprint')}`)
        : say('the code has no owner: any host may take it', 'el código no tiene dueño: cualquier equipo puede tomarlo')
    case 'presence':
      return say(
        `presence: ${fact('presence')} since ${at('since')}, last heard of ${at('seen')}, from ${fact('address')}`,
        `presencia: ${fact('presence')} desde ${at('since')}, última noticia ${at('seen')}, desde ${fact('address')}`,
      )
    case 'last-session':
      return word === 'skipped'
        ? say('no session is known', 'no se conoce ninguna sesión remota')
        : say(`last session ${at('askedAt')}: ${fact('outcome')} (${fact('reason')}), ${fact('path')}`, `última sesión remota ${at('askedAt')}: ${fact('outcome')} (${fact('reason')}), ${fact('path')}`)
    case 'direct':
      return word === 'ok'
        ? say(`${fact('address')}:${fact('port')} can be dialled from here (${fact('ms')} ms)`, `${fact('address')}:${fact('port')} se alcanza desde aquí (${fact('ms')} ms)`)
        : say(`${fact('address')}:${fact('port')} cannot be dialled from here (${fact('reason')}); the relay is used instead`, `${fact('address')}:${fact('port')} no se alcanza desde aquí (${fact('reason')}); se usa el relé`)
    case 'relay':
      return word === 'ok'
        ? say('the relay can be reached', 'el relé se alcanza')
        : say('the relay cannot be reached: WebSockets do not get through', 'el relé no se alcanza: no pasa WebSocket')
    default:
      return name
  }
}

type Say = (en: string, es: string) => string
type Fact = (key: string) => string

const websocket = (word: Check['word'], fact: Fact, say: Say): string =>
  word === 'ok'
    ? say(`WebSockets get through (${fact('ms')} ms), version ${fact('version')}`, `WebSocket pasa (${fact('ms')} ms), versión ${fact('version')}`)
    : say(`WebSockets do not get through (${fact('reason')}): use https, or have the proxy pass "Upgrade"`, `WebSocket no pasa (${fact('reason')}): use https, o haga que el proxy pase "Upgrade"`)

const clock = (word: Check['word'], offMs: number, say: Say): string => {
  const seconds = (Math.abs(offMs) / 1000).toFixed(1)
  const way = offMs < 0 ? say('behind', 'atrasado') : say('ahead of', 'adelantado')
  if (word === 'ok') return say(`the clock is right (${seconds} s ${way} the server)`, `el reloj está bien (${seconds} s ${way})`)
  return say(`the clock is ${seconds} s ${way} the server: set it`, `el reloj va ${seconds} s ${way}: póngalo en hora`)
}

const idle = (word: Check['word'], seconds: string, say: Say): string => {
  if (word === 'skipped') return say('silent connections were not tested; --idle 70 does', 'no se probaron conexiones en silencio; --idle 70 lo hace')
  return word === 'ok'
    ? say(`a silent connection held for ${seconds} s`, `una conexión en silencio aguantó ${seconds} s`)
    : say(`something on the way cut a silent connection after ${seconds} s; above 20 s our heartbeat keeps it`, `algo cortó una conexión en silencio a los ${seconds} s; por encima de 20 s la mantiene nuestro latido`)
}

const code = (word: Check['word'], fact: Fact, say: Say): string => {
  if (word === 'ok') return say(`${fact('code')} is registered`, `${fact('code')} está registrado`)
  if (word === 'skipped') {
    return say(`${fact('code')}: nothing is told to strangers; isr login shows more`, `${fact('code')}: a desconocidos no se dice nada; isr login muestra más`)
  }
  return say(`${fact('code')} is not registered here (${fact('reason')}): compare it with what the host shows`, `${fact('code')} no está registrado aquí (${fact('reason')}): compárelo con lo que muestra el equipo`)
}
