/** El marco de todas las páginas: navegación, preferencias, teclas, copiar. */

/** @type {Record<keyof typeof import('../en/frame.js').frame, import('../../frame/i18n.js').Message>} */
export const frame = {
  'action.close': 'Cerrar',
  'action.retry': 'Reintentar',
  'action.undo': 'Deshacer',
  'action.cancel': 'Cancelar',

  'nav.name': 'Páginas',
  'nav.hosts': 'Equipos',
  'nav.start': 'Inicio',
  'nav.docs': 'API',
  'nav.sessions': 'Sesiones',
  'nav.access': 'Accesos',
  'nav.audit': 'Auditoría',
  'nav.settings': 'Ajustes',
  'nav.diagnose': 'Diagnóstico',
  'nav.account': 'Tu cuenta',
  'account.ownerToken': 'token de propietario',
  'nav.tenant': 'Inquilino',
  'nav.skip': 'Saltar al contenido',

  'feed.connecting': 'conectando',
  'feed.live': 'en vivo',
  'feed.reconnecting': 'reconectando',
  'feed.paused': 'en pausa',

  'preferences.title': 'Preferencias',
  'preferences.language': 'Idioma',
  'preferences.theme': 'Colores',
  'preferences.theme.system': 'Sistema',
  'preferences.theme.light': 'Claro',
  'preferences.theme.dark': 'Oscuro',
  'preferences.keys': 'Teclado',
  'preferences.sheet': 'Ver todos los atajos',
  'preferences.signedIn': 'Sesión iniciada como {name} hasta {when}.',
  'preferences.signOut': 'Cerrar sesión',

  'keys.title': 'Atajos de teclado',
  'keys.switch': 'Atajos de una sola tecla',
  'keys.note': 'Los atajos nunca actúan mientras escribes.',
  'keys.next': 'Fila siguiente',
  'keys.previous': 'Fila anterior',
  'keys.open': 'Abrir la fila',
  'keys.leave': 'Cerrar, o quitar el filtro',
  'keys.filter': 'Filtrar',
  'keys.hosts': 'Ir a los equipos',
  'keys.sessions': 'Ir a las sesiones remotas',
  'keys.docs': 'Ir a la referencia de la API',
  'keys.access': 'Ir a los accesos',
  'keys.audit': 'Ir a la auditoría',
  'keys.settings': 'Ir a los ajustes',
  'keys.diagnose': 'Ir al diagnóstico',
  'keys.account': 'Ir a tu cuenta',
  'keys.palette': 'Ir a cualquier parte, o hacer',
  'keys.sheet': 'Esta hoja',

  'time.justNow': 'ahora mismo',
  'time.soon': 'en menos de un minuto',

  'copy.action': 'Copiar {name}',
  'copy.done': 'Copiado: {name}',
  'copy.failed': 'El navegador no permitió copiar. Selecciona el texto y cópialo a mano.',

  'table.pick': 'Seleccionar {name}',
  'table.pickAll': 'Seleccionar todo lo que se ve',
  'table.waiting': { one: '{n} fila nueva: mostrar', other: '{n} filas nuevas: mostrar' },

  'page.notFound.title': 'No existe esa página',
  'page.notFound.text': 'No hay nada de este servidor en {path}.',
  'page.notAllowed.title': 'Esta página no es para tu rol',
  'page.notAllowed.text': 'Pide ayuda a alguien que aquí sea propietario o administrador.',
  'page.failed.title': 'Esta página no ha llegado',
  'page.failed':
    'No se pudo cargar esta parte de la página. Puede que no se llegue al servidor, o que se haya actualizado.',
  'page.outdated': 'El servidor se actualizó después de cargarse esta página.',
  'page.reload': 'Cargarla otra vez',

  'once.text':
    'Solo se muestra esta vez. Quien lo tenga puede usarlo, así que cópialo adonde corresponda.',
  'once.done': 'Ya lo he copiado',
  'confirm.type': 'Para confirmar, escribe {name}',
}
