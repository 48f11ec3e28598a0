/** Quien inicia sesión: puesta en marcha, sesión, invitación, línea de órdenes, cuenta. */

/** @type {Record<keyof typeof import('../en/account.js').account, import('../../frame/i18n.js').Message>} */
export const account = {
  'nav.account': 'Tu cuenta',
  'keys.account': 'Ir a tu cuenta',
}
