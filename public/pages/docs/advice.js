/**
 * Why each refusal comes and what to do, in the reader's language. The server's file says it in
 * English; the other languages are loaded by this page alone, and only when it speaks them.
 */

/** @typedef {Readonly<Record<string, readonly [why: string, remedy: string]>>} AdviceByCode */
/** @typedef {import('./openapi.js').RefusalEntry} RefusalEntry */

/** @type {Partial<Record<string, () => Promise<AdviceByCode>>>} */
const languages = {
  es: async () => (await import('../../locales/es/advice.js')).advice,
  pt: async () => (await import('../../locales/pt/advice.js')).advice,
}

/**
 * Loads the advice of a language; empty for English, which the server's file speaks.
 * @param {string} language
 * @returns {Promise<AdviceByCode>}
 */
export const loadAdvice = async (language) => (await languages[language]?.()) ?? {}

/**
 * Puts the advice of a language in the place of the file's; a newer server's refusals keep theirs.
 * @param {RefusalEntry[]} refusals
 * @param {AdviceByCode} advice
 * @returns {RefusalEntry[]}
 */
export const advised = (refusals, advice) =>
  refusals.map((refusal) => {
    const [why, remedy] = advice[refusal.code] ?? []
    return why && remedy ? { ...refusal, why, remedy, isTranslated: true } : refusal
  })
