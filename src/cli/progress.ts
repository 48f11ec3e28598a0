/** The live line under a running `isr connect`: path, round trip, rates; on a terminal only. */

import type { Language } from '../client/problem.ts'

/** What the line shows, as it is now. */
export type Look = {
  readonly path: 'direct' | 'relay'
  /** Round trip, milliseconds; `undefined` until the first answer. */
  readonly rttMs: number | undefined
  /** Bytes per second from this computer to the host, and back. */
  readonly up: number
  readonly down: number
  readonly connections: number
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Bytes as people read them: `12 B`, `1.5 MB`; thousands, as networks are sold. */
export const shownBytes = (bytes: number, language: Language): string => {
  const least = Math.max(0, bytes)
  const power = Math.min(Math.floor(Math.log10(Math.max(least, 1)) / 3), UNITS.length - 1)
  const value = least / 1000 ** power
  const digits = power === 0 || value >= 100 ? 0 : 1
  const text = value.toFixed(digits)
  return `${language === 'es' ? text.replace('.', ',') : text} ${UNITS[power] ?? 'B'}`
}

/** The line. */
export const liveLine = ({ path, rttMs, up, down, connections }: Look, language: Language): string => {
  const way = path === 'direct' ? (language === 'es' ? 'directo' : 'direct') : language === 'es' ? 'relé' : 'relay'
  const trip = rttMs === undefined ? '… ms' : `${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)} ms`
  const word =
    language === 'es'
      ? connections === 1 ? 'conexión' : 'conexiones'
      : connections === 1 ? 'connection' : 'connections'
  const shown = language === 'es' ? trip.replace('.', ',') : trip
  return `${way} · ${shown} · ↑ ${shownBytes(up, language)}/s ↓ ${shownBytes(down, language)}/s · ${connections} ${word}`
}

export type Progress = { readonly isShown: boolean; show(text: string): void; clear(): void }

/** Where a program or a file reads: nothing is shown. */
export const NO_PROGRESS: Progress = { isShown: false, show: () => undefined, clear: () => undefined }

/** Writes over one line of a terminal; writes nothing where there is no terminal. */
export const createProgress = (out: NodeJS.WriteStream): Progress => {
  if (!out.isTTY) return NO_PROGRESS
  let shown = false
  return {
    isShown: true,
    show(text) {
      shown = true
      out.write(`\r\u001b[2K${text.slice(0, Math.max((out.columns || 80) - 1, 1))}`)
    },
    clear() {
      if (shown) out.write('\r\u001b[2K')
      shown = false
    },
  }
}
