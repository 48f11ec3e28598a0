/** El primer equipo: su línea y la espera. */

/** @type {Record<keyof typeof import('../en/first.js').first, import('../../frame/i18n.js').Message>} */
export const first = {
  'first.text':
    'Ejecuta una línea en una máquina. Necesita un token, que se crea aquí: para un equipo, durante un día.',
  'first.make': 'Crear la línea',
  'first.line': 'La línea para el primer equipo',
  'first.once':
    'Solo ves el token ahora. Quien lo tenga puede dar entrada a un equipo, hasta mañana.',
  'first.name': 'Primer equipo',
  'first.open': 'Aquí cualquiera puede registrar, así que también vale una línea sin token:',
}
