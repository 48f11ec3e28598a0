/** A moldura de todas as páginas: navegação, preferências, teclas, copiar. */

/** @type {Record<keyof typeof import('../en/frame.js').frame, import('../../frame/i18n.js').Message>} */
export const frame = {
  'action.close': 'Fechar',
  'action.retry': 'Tentar novamente',
  'action.undo': 'Anular',
  'action.cancel': 'Cancelar',

  'nav.name': 'Páginas',
  'nav.hosts': 'Equipamentos',
  'nav.start': 'Início',
  'nav.docs': 'API',
  'nav.sessions': 'Sessões',
  'nav.access': 'Acessos',
  'nav.audit': 'Auditoria',
  'nav.settings': 'Definições',
  'nav.diagnose': 'Diagnóstico',
  'nav.account': 'A sua conta',
  'account.ownerToken': 'token de proprietário',
  'nav.tenant': 'Inquilino',
  'nav.skip': 'Saltar para o conteúdo',

  'feed.connecting': 'a ligar',
  'feed.live': 'em direto',
  'feed.reconnecting': 'a religar',
  'feed.paused': 'em pausa',

  'preferences.title': 'Preferências',
  'preferences.language': 'Idioma',
  'preferences.theme': 'Cores',
  'preferences.theme.system': 'Sistema',
  'preferences.theme.light': 'Claro',
  'preferences.theme.dark': 'Escuro',
  'preferences.keys': 'Teclado',
  'preferences.sheet': 'Ver todos os atalhos',
  'preferences.signedIn': 'Sessão iniciada como {name} até {when}.',
  'preferences.signOut': 'Terminar sessão',

  'keys.title': 'Atalhos de teclado',
  'keys.switch': 'Atalhos de uma só tecla',
  'keys.note': 'Os atalhos nunca atuam enquanto escreve.',
  'keys.next': 'Linha seguinte',
  'keys.previous': 'Linha anterior',
  'keys.open': 'Abrir a linha',
  'keys.leave': 'Fechar, ou retirar o filtro',
  'keys.filter': 'Filtrar',
  'keys.hosts': 'Ir para os equipamentos',
  'keys.sessions': 'Ir para as sessões remotas',
  'keys.docs': 'Ir para a referência da API',
  'keys.access': 'Ir para os acessos',
  'keys.audit': 'Ir para a auditoria',
  'keys.settings': 'Ir para as definições',
  'keys.diagnose': 'Ir para o diagnóstico',
  'keys.account': 'Ir para a sua conta',
  'keys.palette': 'Ir a qualquer parte, ou fazer',
  'keys.sheet': 'Esta folha',

  'time.justNow': 'agora mesmo',
  'time.soon': 'em menos de um minuto',

  'copy.action': 'Copiar {name}',
  'copy.done': 'Copiado: {name}',
  'copy.failed': 'O navegador não deixou copiar. Selecione o texto e copie-o à mão.',

  'table.pick': 'Selecionar {name}',
  'table.pickAll': 'Selecionar tudo o que se vê',
  'table.waiting': { one: '{n} linha nova: mostrar', other: '{n} linhas novas: mostrar' },

  'page.notFound.title': 'Essa página não existe',
  'page.notFound.text': 'Não há nada deste servidor em {path}.',
  'page.notAllowed.title': 'Esta página não é para a sua função',
  'page.notAllowed.text': 'Peça ajuda a quem aqui for proprietário ou administrador.',
  'page.failed.title': 'Esta página não chegou',
  'page.failed':
    'Não foi possível carregar esta parte da página. O servidor pode estar fora de alcance, ou ter sido atualizado.',
  'page.outdated': 'O servidor foi atualizado depois de esta página ser carregada.',
  'page.reload': 'Carregar outra vez',

  'once.text':
    'Só é mostrado esta vez. Quem o tiver pode usá-lo, por isso copie-o para onde deve ficar.',
  'once.done': 'Já o copiei',
  'confirm.type': 'Para confirmar, escreva {name}',
}
