/** The place for a page's command lines; they are loaded when the page is shown, not before. */

import { needWords } from '../frame/i18n.js'
import { lazy } from '../frame/lazy.js'

/** The lines that do from a terminal what a page shows. */
export const SameLines = lazy(async () => {
  await needWords(['same'])
  return (await import('./same-lines.js')).SameLines
})
