/** Español: los mismos archivos que locales/en/, con las mismas claves. */

import { access } from './es/access.js'
import { account } from './es/account.js'
import { audit } from './es/audit.js'
import { docs } from './es/docs.js'
import { errors } from './es/errors.js'
import { frame } from './es/frame.js'
import { hosts } from './es/hosts.js'
import { settings } from './es/settings.js'
import { start } from './es/start.js'

/** @type {Record<import('./en.js').MessageKey, import('../frame/i18n.js').Message>} */
export const es = {
  ...frame,
  ...start,
  ...hosts,
  ...docs,
  ...errors,
  ...account,
  ...access,
  ...audit,
  ...settings,
}
