/** La auditoría. */

/** @type {Record<keyof typeof import('../en/audit.js').audit, import('../../frame/i18n.js').Message>} */
export const audit = {
  'nav.audit': 'Auditoría',
  'keys.audit': 'Ir a la auditoría',
}
