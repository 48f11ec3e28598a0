/** Los equipos: tabla, panel, eliminación, bloqueos. */

/** @type {Record<keyof typeof import('../en/hosts.js').hosts, import('../../frame/i18n.js').Message>} */
export const hosts = {
  'hosts.title': 'Equipos',
  'hosts.lost': 'Sin conexión con el servidor desde {when}. Lo que ves puede estar anticuado.',
  'hosts.open.both': 'Abierto a todos: registrar equipos y resolver códigos.',
  'hosts.open.registration': 'Abierto a todos: registrar equipos.',
  'hosts.open.resolve': 'Abierto a todos: resolver códigos.',
  'hosts.open.how': 'Se cierra con {flags}.',

  'numbers.name': 'Cifras de este servidor',
  'numbers.hosts': 'equipos registrados',
  'numbers.registers': 'registros en la última hora',
  'numbers.resolves': 'códigos resueltos en la última hora',
  'numbers.refused': 'peticiones rechazadas en la última hora',

  'filter.label': 'Filtrar equipos',
  'filter.placeholder': 'Filtrar por nombre, código o dirección',
  'filter.clear': 'Quitar el filtro',
  'filter.sort': 'Ordenar por',
  'filter.expiring': 'Caducan pronto',
  'filter.count': { one: '{n} equipo', other: '{n} equipos' },
  'filter.countOf': '{n} de {total} equipos',
  'filter.partial':
    'Ves los {n} equipos actualizados más recientemente, de un total de {total}. El filtro busca en todos, en el servidor.',
  'filter.partialFound': {
    one: 'El servidor encontró {n} equipo. Ves {shown}.',
    other: 'El servidor encontró {n} equipos. Ves {shown}.',
  },
  'filter.more': 'Mostrar más',
  'filter.searching': 'Buscando en el servidor…',
  'filter.none': 'Ningún equipo coincide con {text}.',
  'filter.noneExpiring': 'Ningún equipo caduca pronto.',

  'column.state': 'Estado',
  'column.code': 'Código',
  'column.name': 'Nombre',
  'column.address': 'Dirección',
  'column.updated': 'Actualizado',
  'column.registered': 'Registrado',
  'column.actions': 'Acciones',

  'state.registered': 'registrado',
  'state.registered.seen': 'visto {when}',
  'state.expiring': 'caduca {when}',
  'state.expired': 'caducado',
  'state.expired.seen': 'ya no se resuelve',

  'empty.title': 'Todavía no hay equipos',
  'empty.program': 'Da a un programa que ya usas la dirección de este servidor:',
  'empty.line': 'O ejecuta esta línea con el código y la dirección del equipo:',
  'empty.waiting': 'Esperando el primer equipo. Aparecerá aquí por sí solo.',

  'host.facts': 'Datos',
  'host.code': 'Código',
  'host.address': 'Dirección',
  'host.updated': 'Actualizado',
  'host.registered': 'Registrado',
  'host.expires': 'Caduca',
  'host.id': 'Id',
  'host.lines': 'Desde una terminal',
  'host.line.resolve': 'Resolver el código',
  'host.line.register': 'Registrarlo otra vez',
  'host.line.delete': 'Eliminarlo',
  'host.gone': 'Este equipo ya no está registrado.',

  'delete.action': 'Eliminar {name}',
  'delete.button': 'Eliminar equipo',
  'delete.busy': 'Eliminando…',
  'delete.title': 'Eliminar {name}',
  'delete.text':
    'Su código deja de resolverse al momento. Eliminar no es bloquear: el equipo puede volver a registrarse, y su programa lo hace cada vez que arranca.',
  'delete.type': 'Para confirmar, escribe el código {code}',
  'delete.done': '{name} se ha eliminado.',

  'bans.title': {
    one: '{n} dirección bloqueada',
    other: '{n} direcciones bloqueadas',
  },
  'bans.honeypot': 'pidió {code}, un código que nadie tiene',
  'bans.until': 'hasta {when}',
  'bans.since': 'desde {when}',
  'bans.lift': 'Desbloquear',
  'bans.lift.name': 'Desbloquear {address}',
  'bans.lifted': '{address} ya no está bloqueada.',
  'bans.all': 'Mostrar las {n}',
}
