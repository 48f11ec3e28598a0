/** La página de un equipo y las acciones sobre varios. */

/** @type {Record<keyof typeof import('../en/host.js').host, import('../../frame/i18n.js').Message>} */
export const host = {
  'hostpage.title': 'Equipo',
  'hostpage.back': 'Todos los equipos',
  'hostpage.unknown':
    'Aquí no hay ningún equipo con este identificador. Puede que se eliminara o que sea de otro cliente.',
  'hostpage.services': 'Servicios',
  'hostpage.services.none': 'Sus servicios se conocen mientras está en línea.',
  'hostpage.services.plain':
    'Se anuncia, pero no tiene agente: un controlador llega a él por su dirección. Para abrirlo desde aquí, ejecuta esto en él:',
  'hostpage.connect': 'Conectar con {service}',
  'hostpage.audit': 'Últimas acciones sobre este equipo y sus enlaces de invitado',
  'hostpage.audit.none': 'Nadie ha actuado todavía sobre este equipo.',
  'hostpage.audit.all': 'Todas las acciones sobre el equipo en la auditoría',
  'hostpage.diagnose': 'Diagnosticar',
  'bulk.name': 'Equipos seleccionados',
  'bulk.count': { one: '{n} equipo seleccionado', other: '{n} equipos seleccionados' },
  'bulk.clear': 'Quitar selección',
  'bulk.tags': 'Etiquetas…',
  'bulk.delete': 'Eliminar…',
  'bulk.busy': '{done} de {n}',
  'bulk.lock.done': { one: '{n} equipo está bloqueado.', other: '{n} equipos están bloqueados.' },
  'bulk.unlock.done': {
    one: '{n} equipo está desbloqueado.',
    other: '{n} equipos están desbloqueados.',
  },
  'bulk.delete.done': { one: 'Se eliminó {n} equipo.', other: 'Se eliminaron {n} equipos.' },
  'bulk.delete.title': { one: 'Eliminar {n} equipo', other: 'Eliminar {n} equipos' },
  'bulk.refused': {
    one: '{n} se rechazó y sigue seleccionado:',
    other: '{n} se rechazaron y siguen seleccionados:',
  },
  'bulk.undone': 'Deshecho.',
}
