/** The audit's codes as words: acts, outcomes, kinds of objects and of actors. */

import { Refused, sentenceFor } from '../../frame/api.js'
import { actions } from './actions.js'

/** @typedef {import('../../frame/i18n.js').Words} Words */
/** @typedef {import('../../frame/i18n.js').MessageKey} MessageKey */

/**
 * Returns an act in the reader's words; one that this page does not know stays as it is.
 * @param {Words} words
 * @param {string} action
 */
export function actionWord(words, action) {
  const key = `act.${action}`
  return words.has(key) ? words.t(/** @type {MessageKey} */ (key)) : action
}

/** What the audit writes where it counts many strangers together. */
const many = '(many)'

/**
 * Returns on what somebody acted, as the table and the panel name it.
 * @param {Words} words
 * @param {import('./audit-log.js').Entry['object']} object
 */
export function objectName(words, { kind, id, name }) {
  if (id === many) return words.t('audit.many')
  // A refusal before it was known what it was about names the call.
  if (kind === 'path') return `${name} ${id}`
  if (name) return name
  const key = `audit.kind.${kind}`
  return words.has(key) ? words.t(/** @type {MessageKey} */ (key)) : id
}

/**
 * Returns who acted, as the table and the panel name him.
 * @param {Words} words
 * @param {import('./audit-log.js').Entry['actor']} actor
 */
export function actorName(words, { kind, id, name }) {
  if (kind === 'anonymous') return words.t('audit.kind.anonymous')
  if (kind === 'owner-token') return words.t('audit.kind.owner-token')
  return name || id
}

/**
 * Returns why an act was refused, as a sentence.
 * @param {Words} words
 * @param {string} reason
 */
export function reasonWord(words, reason) {
  const key = `reason.${reason}`
  if (words.has(key)) return words.t(/** @type {MessageKey} */ (key))
  return words.has(`error.${reason}`) ? sentenceFor(words, new Refused(reason)) : reason
}

/**
 * Returns the acts that the filter offers, in the order of their words. What concerns several
 * customers is offered only where there are several.
 * @param {Words} words
 * @param {boolean} hasSeveral
 */
export const actionOptions = (words, hasSeveral) =>
  actions
    .filter((action) => hasSeveral || !action.startsWith('tenant.'))
    .map((action) => ({ action, word: actionWord(words, action) }))
    .sort((a, b) => a.word.localeCompare(b.word, words.language))

/** @type {Map<string, { time: Intl.DateTimeFormat, whole: Intl.DateTimeFormat }>} */
const stamps = new Map()

/**
 * Returns an instant to the second, and its day too unless that is today: what somebody who reads
 * line by line compares.
 * @param {string} language
 * @param {number} at
 * @param {string} today as Date.toDateString writes it
 */
export function stampOf(language, at, today) {
  let formats = stamps.get(language)
  if (!formats) {
    const time = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
    const whole = /** @type {const} */ ({ day: 'numeric', month: 'short', ...time })
    formats = {
      time: new Intl.DateTimeFormat(language, { ...time, hourCycle: 'h23' }),
      whole: new Intl.DateTimeFormat(language, { ...whole, hourCycle: 'h23' }),
    }
    stamps.set(language, formats)
  }
  const isToday = new Date(at).toDateString() === today
  return (isToday ? formats.time : formats.whole).format(at)
}
