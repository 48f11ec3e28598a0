/** What a setting may be, as rules over the one text that a person writes. */

import { formatDuration, parseDuration } from './platform/duration.ts'

/** Turns a setting's text into its value, or throws `Error` with what to give instead. */
export type Rule<T> = (text: string) => T

const refuse = (advice: string): never => {
  throw new Error(advice)
}

/** Any text that is not empty. */
export const anyText: Rule<string> = (text) => text || refuse('it must not be empty')

/** One of a few words. */
export const oneOf =
  <const Choice extends string>(...choices: Choice[]): Rule<Choice> =>
  (text) =>
    choices.find((choice) => choice === text) ?? refuse(`choose ${choices.join(', ')}`)

/** A duration such as 90s or 24h, within limits; its value is milliseconds. */
export const duration =
  (minMs: number, maxMs: number): Rule<number> =>
  (text) => {
    const ms = parseDuration(text)
    if (ms !== undefined && ms >= minMs && ms <= maxMs) return ms
    const range = `${formatDuration(minMs)} to ${formatDuration(maxMs)}`
    return refuse(`give a duration such as 90s, 15m, 24h or 7d, from ${range}`)
  }

/** A whole number within limits. */
export const number =
  (min: number, max: number): Rule<number> =>
  (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    return value >= min && value <= max ? value : refuse(`give a whole number from ${min} to ${max}`)
  }

/** Items separated by commas, each of which must be right. */
export const list =
  (isItem: (item: string) => boolean, what: string): Rule<string[]> =>
  (text) => {
    const items = text.split(',').map((item) => item.trim()).filter(Boolean)
    const wrong = items.find((item) => !isItem(item))
    return wrong === undefined ? items : refuse(`"${wrong}" is not ${what}`)
  }

/** A text that must be right, empty ones included. */
export const textThat =
  (isRight: (text: string) => boolean, advice: string): Rule<string> =>
  (text) =>
    isRight(text) ? text : refuse(advice)

/** `true` or `false`. */
export const yesNo: Rule<boolean> = (text) => oneOf('true', 'false')(text) === 'true'
