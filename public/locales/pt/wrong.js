/** What asks to be looked at, above the hosts. */

export const wrong = {
  'wrong.title': 'Convém ver',
  'wrong.offline': {
    one: '{n} equipamento está sem ligação',
    other: '{n} equipamentos estão sem ligação',
  },
  'wrong.degraded': {
    one: '{n} equipamento deixou de responder',
    other: '{n} equipamentos deixaram de responder',
  },
  'wrong.cloned': {
    one: '{n} chave está em uso em duas máquinas',
    other: '{n} chaves estão em uso em duas máquinas',
  },
  'wrong.moved': {
    one: '{n} código sem dono aponta para outro sítio desde hoje',
    other: '{n} códigos sem dono apontam para outro sítio desde hoje',
  },
  'wrong.locked': {
    one: '{n} equipamento está bloqueado',
    other: '{n} equipamentos estão bloqueados',
  },
  'wrong.since': '{name} desde {when}',
  'wrong.more': { one: 'e mais {n}', other: 'e mais {n}' },
  'wrong.show': 'Mostrá-los',
  'wrong.relay.off': 'O retransmissor está desligado',
  'wrong.relay.off.text': 'As sessões que não encontram um caminho direto falham.',
  'wrong.relay.full': 'O retransmissor está cheio',
  'wrong.relay.full.text':
    'Novas sessões que não encontram um caminho direto falham até que uma termine.',
  'wrong.relay.closed': 'O retransmissor só transporta quem iniciou sessão',
  'wrong.relay.closed.text':
    'Os desconhecidos que sabem um código e um PIN precisam de um caminho direto.',
  'wrong.relay.show': 'Política do retransmissor',
  'wrong.storage': 'O servidor não consegue escrever no seu disco',
  'wrong.storage.text':
    'Os códigos conhecidos continuam a ser resolvidos; nada de novo é guardado. Veja o espaço livre e o seu registo.',
  'wrong.refused': {
    one: '{n} pedido recusado na última hora',
    other: '{n} pedidos recusados na última hora',
  },
  'wrong.refused.text': 'Numa hora normal deste servidor são {n}.',
  'wrong.refused.show': 'Recusas na auditoria',
}
