/** Ligações de convidado de um equipamento. */

/** @type {Record<keyof typeof import('../en/links.js').links, import('../../frame/i18n.js').Message>} */
export const links = {
  'links.title': 'Ligações de convidado',
  'links.none':
    'Com uma ligação de convidado, alguém sem conta abre um serviço deste equipamento num navegador, sem instalar nada. Acaba sozinha, ao fim do tempo e dos usos que escolher.',
  'links.noBrowser':
    'Este equipamento não permite que o abram em navegadores: uma ligação de convidado não abriria nada.',
  'links.make': 'Criar uma ligação de convidado',
  'links.make.button': 'Criar ligação',
  'links.service': 'Serviço',
  'links.may': 'O convidado pode',
  'links.may.look': 'só ver o ecrã',
  'links.may.control': 'ver e controlar o ecrã',
  'links.may.terminal': 'usar um terminal',
  'links.valid': 'Válida durante',
  'links.valid.date': 'até um dia…',
  'links.valid.last': 'Último dia',
  'links.uses': 'Usos',
  'links.note': 'Para que é',
  'links.note.example': 'a auditora, na sexta-feira',
  'links.unnamed': 'Sem nota',
  'links.made': 'A ligação está criada',
  'links.link': 'Ligação para o convidado',
  'links.tell.send':
    'Envie-a a uma só pessoa, por um meio que mais ninguém leia. O convidado abre-a em qualquer navegador.',
  'links.tell.uses': {
    one: 'Deixa entrar uma vez, até {until}.',
    other: 'Deixa entrar {n} vezes, até {until}.',
  },
  'links.tell.pin': 'Se o equipamento pedir o PIN, diga-o por um meio diferente do da ligação.',
  'links.tell.terminal':
    'Para um terminal, o convidado precisa ainda de um utilizador dessa máquina, com a palavra-passe ou chave.',
  'links.used': 'Usada',
  'links.usedOf': '{used} de {n}',
  'links.ends': 'Acaba',
  'links.by': 'Criada por',
  'links.state.good': 'funciona',
  'links.state.used-up': 'esgotada',
  'links.state.expired': 'expirou',
  'links.state.revoked': 'revogada',
  'links.ended': { one: '{n} ligação que acabou', other: '{n} ligações que acabaram' },
  'links.endedName': 'Ligações de convidado que acabaram',
  'links.revoke': 'Revogar',
  'links.revoke.name': 'Revogar a ligação «{name}»',
  'links.revoke.title': 'Revogar esta ligação de convidado?',
  'links.revoke.text':
    'A ligação {name} deixa de funcionar de imediato e fecha-se o que um convidado tenha aberto com ela. Ninguém pode desfazer isto.',
  'links.revoked': 'A ligação de convidado está revogada.',
}
