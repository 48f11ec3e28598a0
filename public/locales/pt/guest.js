/** O que lê um convidado a quem foi enviada uma ligação. */

/** @type {Record<keyof typeof import('../en/guest.js').guest, import('../../frame/i18n.js').Message>} */
export const guest = {
  'guest.title': 'Ligação de convidado',
  'guest.title.screen': 'Partilham um ecrã consigo',
  'guest.title.terminal': 'Partilham um terminal consigo',
  'guest.text.screen':
    'Com esta ligação vê o ecrã de {host} nesta página. Não precisa de nenhuma conta.',
  'guest.text.terminal':
    'Com esta ligação tem um terminal de {host} nesta página. Não precisa de conta aqui, mas sim nessa máquina.',
  'guest.host': 'Máquina',
  'guest.service': 'Serviço',
  'guest.may': 'Pode',
  'guest.may.look': 'ver, e nada mais',
  'guest.may.control': 'ver, escrever e clicar',
  'guest.may.terminal': 'identificar-se e escrever',
  'guest.until': 'Válida até',
  'guest.uses': 'Usos restantes',
  'guest.offline': 'Esta máquina não está ligada agora.',
  'guest.lookAgain': 'Ver de novo',
  'guest.honest':
    'Abri-la conta como um uso e fica registada com o seu endereço. A sessão é decifrada neste servidor, e quem lhe enviou a ligação pode terminá-la a qualquer momento.',
  'guest.open.screen': 'Abrir o ecrã',
  'guest.open.terminal': 'Abrir o terminal',
  'guest.over': 'Esta ligação não abre nada',
  'guest.none':
    'O endereço não está completo: uma ligação de convidado termina num segredo longo atrás de #. Abra-a de novo tal como lha enviaram.',
}
