/** La paleta de órdenes. */

/** @type {Record<keyof typeof import('../en/palette.js').palette, import('../../frame/i18n.js').Message>} */
export const palette = {
  'palette.title': 'Ir o hacer',
  'palette.label': 'Página, equipo o acción',
  'palette.none': 'Nada coincide.',
  'palette.page': 'página',
  'palette.host': 'equipo',
  'palette.act': 'acción',
  'palette.lock': 'Bloquear {name}',
  'palette.unlock': 'Desbloquear {name}',
  'palette.open': 'Abrir la página de {name}',
  'palette.sessions': 'Sesiones de {name}',
  'palette.diagnose': 'Diagnosticar {name}',
  'palette.offline': 'Equipos sin conexión',
  'palette.enrol': 'Dar entrada a un equipo',
  'palette.account': 'Tu cuenta',
  'palette.theme.light': 'Colores claros',
  'palette.theme.dark': 'Colores oscuros',
  'palette.theme.system': 'Colores del sistema',
  'palette.keys': 'Atajos de teclado',
  'palette.count': { one: '{n} resultado', other: '{n} resultados' },
}
