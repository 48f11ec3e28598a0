/** The advice of refusals as the console says it in other languages than English. */

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LOCALES = fileURLToPath(new URL('../../public/locales/', import.meta.url))

type AdviceByCode = Readonly<Record<string, readonly [why: string, remedy: string]>>

/** The advice of a language. The console's modules are not for the compiler of the server. */
export const adviceIn = async (language: 'es' | 'pt'): Promise<AdviceByCode> => {
  const module = (await import(join(LOCALES, language, 'advice.js'))) as { advice: AdviceByCode }
  return module.advice
}
