/** What `isr connect` says: the way it took and why the other lost, and what happens on it later. */

import type { Lost } from '../client/controller/way.ts'
import type { LinkEvent } from '../client/controller/link.ts'
import type { Language } from '../client/problem.ts'
import { explained } from './host-failure.ts'
import { printable } from './terminal.ts'

/** The line for an event. */
export const lineOf = (event: LinkEvent, language: Language): string => {
  const es = language === 'es'
  switch (event.type) {
    case 'connected': {
      const why = whyLost(event.lost, language)
      const service = printable(event.service)
      if (event.path === 'direct') return es ? `Conectado a ${service}, directo${why}.` : `Connected to ${service}, direct${why}.`
      return es ? `Conectado a ${service} por el relé${why}.` : `Connected to ${service} through the relay${why}.`
    }
    case 'old': {
      const where = `${printable(event.address)}:${event.port}`
      return es
        ? `Este equipo no tiene agente: se conecta a ${where}, directo, sin cifrado nuestro.`
        : `This host has no agent: connecting to ${where}, direct, not encrypted by us.`
    }
    case 'broken':
      return es ? `El túnel se cortó${reason(event.reason)}.` : `The tunnel broke${reason(event.reason)}.`
    case 'retry': {
      const seconds = Math.max(1, Math.round(event.retryInMs / 1000))
      const error = explained(event.error, language)
      const text = printable(error instanceof Error ? error.message : String(error))
      return es ? `${text} Nuevo intento en ${seconds} s.` : `${text} Trying again in ${seconds} s.`
    }
    default:
      return ''
  }
}

const reason = (code: string): string => (code === '' ? '' : ` (${printable(code)})`)

const whyLost = ({ path, why, detail }: Lost, language: Language): string => {
  const because = printable(detail)
  const words: Readonly<Record<Lost['why'], { en: string; es: string }>> = {
    'not-allowed': { en: 'direct was not wanted', es: 'no se quiso directo' },
    'no-address': { en: 'the host gave no direct address', es: 'el equipo no dio ninguna dirección directa' },
    'no-answer': { en: `direct got no answer: ${because}`, es: `directo no respondió: ${because}` },
    'other-machine': {
      en: 'at the direct address is another machine',
      es: 'en la dirección directa hay otra máquina',
    },
    failed: { en: `direct broke: ${because}`, es: `directo se cortó: ${because}` },
    slower: { en: 'the relay is not needed', es: 'el relé no hace falta' },
  }
  return path === 'relay' && why !== 'slower' ? '' : ` (${words[why][language]})`
}
