/** A paleta de comandos. */

/** @type {Record<keyof typeof import('../en/palette.js').palette, import('../../frame/i18n.js').Message>} */
export const palette = {
  'palette.title': 'Ir ou fazer',
  'palette.label': 'Página, equipamento ou ação',
  'palette.none': 'Nada corresponde.',
  'palette.page': 'página',
  'palette.host': 'equipamento',
  'palette.act': 'ação',
  'palette.lock': 'Bloquear {name}',
  'palette.unlock': 'Desbloquear {name}',
  'palette.open': 'Abrir a página de {name}',
  'palette.sessions': 'Sessões de {name}',
  'palette.diagnose': 'Diagnosticar {name}',
  'palette.offline': 'Equipamentos sem ligação',
  'palette.enrol': 'Dar entrada a um equipamento',
  'palette.account': 'A sua conta',
  'palette.theme.light': 'Cores claras',
  'palette.theme.dark': 'Cores escuras',
  'palette.theme.system': 'Cores do sistema',
  'palette.keys': 'Atalhos de teclado',
  'palette.count': { one: '{n} resultado', other: '{n} resultados' },
}
