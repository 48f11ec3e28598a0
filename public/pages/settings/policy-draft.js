/** The policy of the relay while somebody types it: numbers are texts until they are right. Pure. */

/** @typedef {import('../../../src/protocol/session.ts').RelayPolicy} Policy */
/** @typedef {Exclude<keyof Policy, 'isOn' | 'isForStrangers'>} NumberName */
/** @typedef {{ isOn: boolean, isForStrangers: boolean } & Record<NumberName, string>} Draft */
/** @typedef {{ name: NumberName, unit: 'mbits' | 'minutes' | 'sessions', min: number, max: number }} Limit */

/** The numbers of the policy with their bounds, which are the server's too. */
export const limits = /** @type {readonly Limit[]} */ ([
  { name: 'strangerMbits', unit: 'mbits', min: 0, max: 100_000 },
  { name: 'signedInMbits', unit: 'mbits', min: 0, max: 100_000 },
  { name: 'allMbits', unit: 'mbits', min: 0, max: 100_000 },
  { name: 'sessionsPerCode', unit: 'sessions', min: 1, max: 10_000 },
  { name: 'sessionsPerAddress', unit: 'sessions', min: 1, max: 10_000 },
  { name: 'sessions', unit: 'sessions', min: 1, max: 10_000 },
  { name: 'idleMinutes', unit: 'minutes', min: 0, max: 10_080 },
])

/**
 * Returns the policy as texts to be typed over.
 * @param {Policy} policy
 * @returns {Draft}
 */
export function draftOf(policy) {
  const { isOn, isForStrangers } = policy
  const texts = Object.fromEntries(limits.map(({ name }) => [name, String(policy[name])]))
  return { isOn, isForStrangers, .../** @type {Record<NumberName, string>} */ (texts) }
}

/**
 * Returns the names of the numbers that are not right, in the order of the form.
 * @param {Draft} draft
 */
export const wrongIn = (draft) =>
  limits
    .filter(({ name, min, max }) => {
      const text = draft[name].trim()
      return !/^\d{1,7}$/.test(text) || Number(text) < min || Number(text) > max
    })
    .map(({ name }) => name)

/**
 * Returns the policy that a draft without mistakes stands for.
 * @param {Draft} draft
 * @returns {Policy}
 */
export function policyOf(draft) {
  const { isOn, isForStrangers } = draft
  const numbers = Object.fromEntries(limits.map(({ name }) => [name, Number(draft[name])]))
  return { isOn, isForStrangers, .../** @type {Record<NumberName, number>} */ (numbers) }
}

/**
 * Whether a draft says something else than the policy.
 * @param {Draft} draft
 * @param {Policy} policy
 */
export function changesIn(draft, policy) {
  const before = draftOf(policy)
  return /** @type {(keyof Draft)[]} */ (Object.keys(before)).some(
    (name) => before[name] !== draft[name],
  )
}
