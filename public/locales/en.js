/**
 * English, one file for each area under locales/en/. locales/es/ has the same files with the same
 * keys; a test and the compiler compare them.
 *
 * {places} are filled in by the page. Plural forms are chosen by the parameter n.
 */

import { access } from './en/access.js'
import { account } from './en/account.js'
import { audit } from './en/audit.js'
import { docs } from './en/docs.js'
import { errors } from './en/errors.js'
import { frame } from './en/frame.js'
import { hosts } from './en/hosts.js'
import { settings } from './en/settings.js'
import { start } from './en/start.js'

/** @typedef {keyof typeof en} MessageKey */

/** Every sentence of the console in English. */
export const en = {
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
