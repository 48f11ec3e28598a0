/** A página de um equipamento e as ações sobre vários. */

/** @type {Record<keyof typeof import('../en/host.js').host, import('../../frame/i18n.js').Message>} */
export const host = {
  'hostpage.title': 'Equipamento',
  'hostpage.back': 'Todos os equipamentos',
  'hostpage.unknown':
    'Aqui não há nenhum equipamento com este identificador. Pode ter sido eliminado ou ser de outro cliente.',
  'hostpage.services': 'Serviços',
  'hostpage.services.none': 'Os seus serviços conhecem-se enquanto está em linha.',
  'hostpage.services.plain':
    'Anuncia-se, mas não tem agente: um controlador chega a ele pelo endereço. Para o abrir daqui, execute isto nele:',
  'hostpage.connect': 'Ligar a {service}',
  'hostpage.audit': 'Últimas ações sobre este equipamento e as suas ligações de convidado',
  'hostpage.audit.none': 'Ainda ninguém agiu sobre este equipamento.',
  'hostpage.audit.all': 'Todas as ações sobre o equipamento na auditoria',
  'hostpage.diagnose': 'Diagnosticar',
  'bulk.name': 'Equipamentos selecionados',
  'bulk.count': { one: '{n} equipamento selecionado', other: '{n} equipamentos selecionados' },
  'bulk.clear': 'Limpar seleção',
  'bulk.tags': 'Etiquetas…',
  'bulk.delete': 'Eliminar…',
  'bulk.busy': '{done} de {n}',
  'bulk.lock.done': {
    one: '{n} equipamento está bloqueado.',
    other: '{n} equipamentos estão bloqueados.',
  },
  'bulk.unlock.done': {
    one: '{n} equipamento está desbloqueado.',
    other: '{n} equipamentos estão desbloqueados.',
  },
  'bulk.delete.done': {
    one: 'Foi eliminado {n} equipamento.',
    other: 'Foram eliminados {n} equipamentos.',
  },
  'bulk.delete.title': { one: 'Eliminar {n} equipamento', other: 'Eliminar {n} equipamentos' },
  'bulk.refused': {
    one: '{n} foi recusado e continua selecionado:',
    other: '{n} foram recusados e continuam selecionados:',
  },
  'bulk.undone': 'Desfeito.',
}
