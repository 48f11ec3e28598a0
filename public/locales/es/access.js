/** Personas, invitaciones, tokens, inscripción. */

/** @type {Record<keyof typeof import('../en/access.js').access, import('../../frame/i18n.js').Message>} */
export const access = {
  'nav.access': 'Acceso',
  'keys.access': 'Ir al acceso',
}
