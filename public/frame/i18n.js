/**
 * Languages: dictionaries under locales/, loaded when a page that speaks with them is opened; numbers,
 * dates and durations by Intl.
 *
 * Promises: the server sends codes and numbers, the sentences are made here. A message is a string
 * with {name} places, or an object of plural forms chosen by the parameter n.
 */

import { areas } from '../locales/areas.js'
import { recall, remember } from './memory.js'
import { createStore, useStore } from './ui.js'

/** @typedef {import('../locales/areas.js').MessageKey} MessageKey */
/** @typedef {import('../locales/areas.js').Area} Area */
/** @typedef {string | { one: string, other: string }} Message */
/** @typedef {Record<string, string | number>} Params */
/** @typedef {import('./ui.js').Children} Children */
/** @typedef {'en' | 'es' | 'pt'} Language */

/** @type {readonly Language[]} */
export const languages = ['en', 'es', 'pt']

/** Each language's name in that language. */
export const languageNames = /** @type {const} */ ({ en: 'English', es: 'Español', pt: 'Português' })

/** Portuguese by itself means Brazil's to Intl and to a voice that reads the page aloud. */
const tagOf = (/** @type {Language} */ language) => (language === 'pt' ? 'pt-PT' : language)

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** @typedef {'day' | 'hour' | 'minute' | 'second'} Unit */

/** @type {readonly [Unit, number][]} */
const units = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
]

/**
 * Returns the largest unit that fits a span, and how many of it, rounded towards zero.
 * @param {number} ms
 * @returns {[number, Unit]}
 */
function inLargestUnit(ms) {
  const [unit, size] = units.find(([, length]) => Math.abs(ms) >= length) ?? ['second', second]
  // What was made a moment ago for seven days ends in seven days, not in six.
  return [ms > 0 ? Math.round(ms / size) : Math.trunc(ms / size), unit]
}

/** The reader's own region of a language, for dates and numbers: "en-GB" for English in Britain. */
const regionOf = (/** @type {Language} */ language) =>
  (navigator.languages ?? []).find((wanted) => wanted.split('-')[0] === language) ?? tagOf(language)

/**
 * Makes the words and formats of one language.
 * @param {Language} language
 * @param {Record<MessageKey, Message>} messages
 */
export function createWords(language, messages) {
  const region = regionOf(language)
  const number = new Intl.NumberFormat(region)
  const oneDigit = new Intl.NumberFormat(region, { maximumFractionDigits: 1 })
  const enumeration = new Intl.ListFormat(region)
  const plural = new Intl.PluralRules(tagOf(language))
  const relative = new Intl.RelativeTimeFormat(region, { numeric: 'always', style: 'short' })
  const clock = new Intl.DateTimeFormat(region, { timeStyle: 'medium' })
  const dayMonth = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short' })
  const date = new Intl.DateTimeFormat(region, { dateStyle: 'medium' })
  const instant = new Intl.DateTimeFormat(region, { dateStyle: 'long', timeStyle: 'medium' })

  /** @param {MessageKey} key @param {Params} [params] */
  function template(key, params) {
    const message = messages[key]
    if (message === undefined) {
      // A page with one odd word is better than none; tests fail on what a browser reports.
      reportError(new Error(`no sentence for ${key}`))
      return key
    }
    if (typeof message === 'string') return message
    return plural.select(Number(params?.n)) === 'one' ? message.one : message.other
  }

  /**
   * @param {MessageKey} key
   * @param {Params} [params]
   */
  const t = (key, params) =>
    template(key, params).replace(/\{(\w+)\}/g, (_all, name) => asText(params?.[name]))

  /** @param {string | number | undefined} value */
  const asText = (value) => (typeof value === 'number' ? number.format(value) : String(value))

  /** "3 min ago", "in 40 min"; less than a minute is its own phrase, because seconds fidget. */
  const ago = (/** @type {number} */ at, /** @type {number} */ now) => {
    const ms = at - now
    if (Math.abs(ms) < minute) return t(ms > 0 ? 'time.soon' : 'time.justNow')
    return relative.format(...inLargestUnit(ms))
  }

  return {
    language,

    /** Whether the dictionary has this key; for codes that a newer server may send. */
    has: (/** @type {string} */ key) => Object.hasOwn(messages, key),

    /** Returns a message as plain text. */
    t,

    /**
     * Returns a message whose places hold elements.
     * @param {MessageKey} key
     * @param {Record<string, Children>} params
     * @returns {Children}
     */
    rich: (key, params) =>
      template(key, /** @type {Params} */ (params))
        .split(/\{(\w+)\}/)
        .map((part, index) => (index % 2 === 1 ? params[part] : part)),

    number: (/** @type {number} */ value) => number.format(value),

    /** With at most one digit after the point. */
    tenths: (/** @type {number} */ value) => oneDigit.format(value),

    /** "a, b and c". */
    list: (/** @type {readonly string[]} */ parts) => enumeration.format(parts),

    ago,

    /** "3 min ago" of what has happened, which is never to come, whatever two clocks say. */
    since: (/** @type {number} */ at, /** @type {number} */ now) => ago(Math.min(at, now), now),

    /** "24 hours", "90 minutes": in the largest unit that leaves no rest. */
    duration: (/** @type {number} */ ms) => {
      // 24 hours says more than 1 day where a setting is meant; days begin at two.
      const fits = units.find(([, size]) => ms % size === 0 && ms >= (size === day ? 2 * day : size))
      const [unit, size] = fits ?? ['second', second]
      const style = /** @type {const} */ ({ style: 'unit', unitDisplay: 'long', unit })
      return new Intl.NumberFormat(region, style).format(Math.ceil(ms / size))
    },

    /** The shortest form that is not ambiguous now: the time today, day and month this year. */
    moment: (/** @type {number} */ at, /** @type {number} */ now) => {
      const then = new Date(at)
      const today = new Date(now)
      if (then.toDateString() === today.toDateString()) return clock.format(at)
      return then.getFullYear() === today.getFullYear() ? dayMonth.format(at) : date.format(at)
    },

    /** The whole date and time, for a title or a list of facts. */
    instant: (/** @type {number} */ at) => instant.format(at),
  }
}

/** @typedef {ReturnType<typeof createWords>} Words */

const words = createStore(/** @type {Words | null} */ (null))

/** @returns {Language} */
function firstLanguage() {
  const remembered = languages.find((language) => language === recall('language'))
  if (remembered) return remembered
  for (const wanted of navigator.languages ?? [navigator.language]) {
    const known = languages.find((language) => wanted.toLowerCase().split('-')[0] === language)
    if (known) return known
  }
  return 'en'
}

/**
 * Areas that any page may speak with.
 * @type {Set<Area>}
 */
const wanted = new Set(['frame', 'errors'])

/** What the present words are made of: the sentences so far, and the areas that they are of. */
let spoken = { messages: {}, areas: /** @type {ReadonlySet<Area>} */ (new Set()) }

/** @type {Language} */
let chosen = 'en'

/**
 * Several parts of a page load at once, and what began first may end last: it adds to the sentences
 * that are there, and takes none of them away.
 * @returns {Promise<void>}
 */
async function load() {
  const language = chosen
  const names = [...wanted]
  const parts = await Promise.all(names.map((area) => areas[language][area]()))
  if (chosen !== language) return load()
  const before = words.get()?.language === language ? spoken : { messages: {}, areas: [] }
  spoken = {
    messages: Object.assign({}, before.messages, ...parts),
    areas: new Set([...before.areas, ...names]),
  }
  document.documentElement.lang = tagOf(language)
  words.set(createWords(language, /** @type {Record<MessageKey, Message>} */ (spoken.messages)))
}

/** Loads the remembered language, or the first one of the browser's that we speak, or English. */
export function startLanguage() {
  chosen = firstLanguage()
  return load()
}

/**
 * Loads what a page speaks with, in the present language and in every one chosen after it.
 * @param {readonly Area[]} needed
 */
export async function needWords(needed) {
  const missing = needed.filter((area) => !spoken.areas.has(area))
  if (missing.length === 0 || !words.get()) return
  for (const area of missing) wanted.add(area)
  try {
    await load()
  } catch (error) {
    for (const area of missing) wanted.delete(area)
    throw error
  }
}

/**
 * Switches the language and remembers it.
 * @param {Language} language
 */
export async function chooseLanguage(language) {
  remember('language', language)
  chosen = language
  try {
    await load()
  } catch (error) {
    chosen = currentWords().language
    throw error
  }
}

/** Returns the words of the present language; they are loaded before anything is rendered. */
export function useWords() {
  return /** @type {Words} */ (useStore(words))
}

/** Returns the words outside of a component, for a sentence in the status region. */
export const currentWords = () => /** @type {Words} */ (words.get())
