/** Lo que lee un invitado a quien se ha enviado un enlace. */

/** @type {Record<keyof typeof import('../en/guest.js').guest, import('../../frame/i18n.js').Message>} */
export const guest = {
  'guest.title': 'Enlace de invitado',
  'guest.title.screen': 'Se comparte una pantalla contigo',
  'guest.title.terminal': 'Se comparte un terminal contigo',
  'guest.text.screen':
    'Con este enlace ves la pantalla de {host} en esta página. No necesitas ninguna cuenta.',
  'guest.text.terminal':
    'Con este enlace tienes un terminal de {host} en esta página. No necesitas cuenta aquí, pero sí en esa máquina.',
  'guest.host': 'Máquina',
  'guest.service': 'Servicio',
  'guest.may': 'Puedes',
  'guest.may.look': 'mirar, y nada más',
  'guest.may.control': 'mirar, escribir y hacer clic',
  'guest.may.terminal': 'identificarse y escribir',
  'guest.until': 'Válido hasta',
  'guest.uses': 'Usos restantes',
  'guest.offline': 'Esta máquina no está conectada ahora.',
  'guest.lookAgain': 'Mirar otra vez',
  'guest.honest':
    'Abrirlo cuenta como un uso y queda registrado con tu dirección. La sesión se descifra en este servidor, y quien te envió el enlace puede terminarla en cualquier momento.',
  'guest.open.screen': 'Abrir la pantalla',
  'guest.open.terminal': 'Abrir el terminal',
  'guest.over': 'Este enlace no abre nada',
  'guest.none':
    'La dirección no está completa: un enlace de invitado termina en un secreto largo detrás de #. Ábrelo otra vez tal como te lo enviaron.',
}
