/** A session in words: who, where, how it went, how long and how much. Pure: takes the words. */

import { withoutTricks } from '../../frame/reported.js'

/** @typedef {import('../../../src/protocol/session.ts').Session} Session */
/** @typedef {import('../../../src/protocol/session.ts').Outcome} Outcome */
/** @typedef {import('../../frame/i18n.js').Words} Words */
/** @typedef {import('../../frame/i18n.js').MessageKey} MessageKey */
/** @typedef {import('../../frame/icons.js').Shape} Shape */
/** @typedef {{ shape: Shape, tone: 'ok' | 'warn' | 'bad' | 'idle' }} Mark */

/**
 * The shape and colour of each outcome; a full disc is kept for what is connected now.
 * @type {Record<Outcome, Mark>}
 */
export const outcomeMarks = {
  completed: { shape: 'ring', tone: 'ok' },
  refused: { shape: 'cross', tone: 'bad' },
  lonely: { shape: 'half', tone: 'warn' },
  redundant: { shape: 'dash', tone: 'idle' },
  failed: { shape: 'triangle', tone: 'bad' },
  killed: { shape: 'square', tone: 'warn' },
}

/** Every outcome, in the order in which the filter offers them. */
export const outcomes = /** @type {readonly Outcome[]} */ (Object.keys(outcomeMarks))

/**
 * Returns the outcome that a query names, or null.
 * @param {string | null} text
 */
export const readOutcome = (text) => outcomes.find((outcome) => outcome === text) ?? null

/**
 * Returns who asked for a session. What a stranger's program calls itself may be anybody's name, so it
 * never stands alone.
 * @param {Words} words
 * @param {Session['controller']} controller
 */
export function whoOf({ t }, { kind, id, name, device }) {
  if (kind === 'anonymous') {
    return t(device ? 'sessions.stranger' : 'sessions.anonymous', { name: device })
  }
  return kind === 'owner-token' ? t('account.ownerToken') : name || id
}

/**
 * Returns why a session ended as a sentence, '' where nothing is to be said, or the bare code of a
 * reason that this page does not know.
 * @param {Words} words
 * @param {string | null} reason
 */
export function reasonOf(words, reason) {
  if (!reason) return ''
  for (const key of [`ending.${reason}`, `error.${reason}`]) {
    if (words.has(key)) {
      const wait = words.duration(60_000)
      return words.t(/** @type {MessageKey} */ (key), { wait, status: 0 })
    }
  }
  return withoutTricks(reason)
}

/** Steps of a thousand, as networks and disks count. */
const byteUnits = /** @type {const} */ (['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'])

/**
 * Returns an amount of bytes as people say it: "0 bytes", "340 kB", "1.2 MB".
 * @param {string} language
 * @param {number} bytes
 */
export function amountOf(language, bytes) {
  let step = 0
  let amount = bytes
  while (amount >= 999.5 && step < byteUnits.length - 1) {
    amount /= 1000
    step++
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: byteUnits[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: amount < 10 && step > 0 ? 1 : 0,
  }).format(amount)
}

/** @type {readonly ['day' | 'hour' | 'minute' | 'second', number][]} */
const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/**
 * Returns a span in its two largest units: "1 hr 4 min", "12 sec".
 * @param {string} language
 * @param {number} ms
 */
export function spanOf(language, ms) {
  const whole = Math.max(0, ms)
  const at = spans.findIndex(([, size]) => whole >= size)
  const first = at < 0 ? spans.length - 1 : at
  let rest = whole
  /** @type {string[]} */
  const parts = []
  for (const [unit, size] of spans.slice(first, first + 2)) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count === 0 && parts.length > 0) continue
    const style = /** @type {const} */ ({ style: 'unit', unitDisplay: 'short', unit })
    parts.push(new Intl.NumberFormat(language, style).format(count))
  }
  return parts.join(' ')
}

/**
 * Returns how long a session that ended was connected; null when it never was.
 * @param {Session} session
 */
export const lastedMs = ({ connectedAt, endedAt }) =>
  connectedAt === null || endedAt === null ? null : endedAt - connectedAt

/**
 * Returns megabits per second with as many digits as say something.
 * @param {string} language
 * @param {number} bitsPerSecond
 */
export function megabitsOf(language, bitsPerSecond) {
  const megabits = bitsPerSecond / 1e6
  const maximumFractionDigits = megabits < 10 ? 1 : 0
  return new Intl.NumberFormat(language, { maximumFractionDigits }).format(megabits)
}

/**
 * Returns all that one session was, for a label that stands alone.
 * @param {Words} words
 * @param {Session} session
 */
export function sessionLabel(words, session) {
  const { t, language } = words
  const lasted = lastedMs(session)
  const { outcome, controller, path } = session
  return [
    outcome ? t(`outcome.${outcome}`) : t(`sessions.phase.${session.phase}`),
    words.instant(session.askedAt),
    `${withoutTricks(whoOf(words, controller))} (${withoutTricks(controller.address)})`,
    path && t(`sessions.path.${path}`),
    lasted !== null && spanOf(language, lasted),
    t('strip.amounts', {
      to: amountOf(language, session.bytesToHost),
      from: amountOf(language, session.bytesToController),
    }),
    reasonOf(words, session.reason).replace(/\.$/, ''),
  ]
    .filter(Boolean)
    .join(', ')
}
