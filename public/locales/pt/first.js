/** O primeiro equipamento: a sua linha e a espera. */

/** @type {Record<keyof typeof import('../en/first.js').first, import('../../frame/i18n.js').Message>} */
export const first = {
  'first.text':
    'Execute uma linha numa máquina. Precisa de um token, que se cria aqui: para um equipamento, durante um dia.',
  'first.make': 'Criar a linha',
  'first.line': 'A linha para o primeiro equipamento',
  'first.once': 'Só vê o token agora. Quem o tiver pode dar entrada a um equipamento, até amanhã.',
  'first.name': 'Primeiro equipamento',
  'first.open': 'Aqui qualquer pessoa pode registar, por isso também serve uma linha sem token:',
}
