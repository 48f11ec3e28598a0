/** Los ajustes. */

/** @type {Record<keyof typeof import('../en/settings.js').settings, import('../../frame/i18n.js').Message>} */
export const settings = {
  'nav.settings': 'Ajustes',
  'keys.settings': 'Ir a los ajustes',
}
