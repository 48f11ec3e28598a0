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
  'filter.noneOfKind': 'Ningún equipo es de esta clase.',
  'filter.group.cloned': 'Dos máquinas, una clave',
  'filter.group.moved': 'Dirección cambiada',
  'filter.group.expiring': 'Caducan pronto',
  'filter.group.locked': 'Bloqueados',
  'filter.group.revoked': 'Revocados',
  'filter.tag.name': 'Mostrar equipos con la etiqueta {tag}',
  'filter.untag': 'Dejar de filtrar por la etiqueta {tag}',

  'column.state': 'Estado',
  'column.code': 'Código',
  'column.name': 'Nombre',
  'column.address': 'Dirección',
  'column.updated': 'Actualizado',
  'column.owner': 'Propiedad',
  'column.actions': 'Acciones',

  'state.registered': 'registrado',
  'state.registered.seen': 'visto {when}',
  'state.expiring': 'caduca {when}',
  'state.expired': 'caducado',
  'state.expired.seen': 'ya no se resuelve',
  'state.locked': 'bloqueado',
  'state.revoked': 'revocado',

  'owner.none': 'nadie',
  'owner.none.title': 'Cualquiera puede registrar este código desde otro lugar',
  'owner.key': 'una clave',
  'owner.key.title': 'Solo el equipo con esta clave puede registrar el código',
  'owner.credential': 'una credencial',
  'owner.credential.title': 'Solo el equipo inscrito puede registrar el código',

  'warning.cloned': 'Dos máquinas con una clave',
  'warning.cloned.text':
    'La misma clave se vio en dos lugares el {when}, como tras copiar un disco. Libera el código y deja que cada máquina cree su propia clave.',
  'warning.moved': 'dirección cambiada',
  'warning.moved.text':
    'La dirección cambió de {before} a {after} el {when}. Nadie es dueño de este código, así que pudo ser cualquiera; bloquéalo si no lo esperabas.',

  'empty.title': 'Todavía no hay equipos',
  'empty.program': 'Da a un programa que ya usas la dirección de este servidor:',
  'empty.line': 'O ejecuta esta línea con el código y la dirección del equipo:',
  'empty.enrol': 'Crea una línea de inscripción para tus equipos',
  'empty.waiting': 'Esperando el primer equipo. Aparecerá aquí por sí solo.',

  'host.facts': 'Datos',
  'host.code': 'Código',
  'host.address': 'Dirección',
  'host.updated': 'Actualizado',
  'host.registered': 'Registrado',
  'host.expires': 'Caduca',
  'host.id': 'Id',
  'host.owner': 'Propiedad',
  'host.key': 'Clave',
  'host.tags': 'Etiquetas',
  'host.lines': 'Desde una terminal',
  'host.line.resolve': 'Resolver el código',
  'host.line.register': 'Registrarlo otra vez',
  'host.gone': 'Este equipo ya no está registrado.',

  'verbs.title': 'Qué puedes hacer',
  'verb.line.api': 'la llamada a la API',
  'verb.line.admin': 'la orden',
  'verb.lock': 'Bloquear',
  'verb.lock.text':
    'Bloquear fija su dirección: puede volver a registrarse, pero no desde otro lugar. Puedes desbloquearlo cuando quieras.',
  'verb.lock.done': '{name} está bloqueado.',
  'verb.unlock': 'Desbloquear',
  'verb.unlock.text':
    'Desbloquear permite que su dirección vuelva a cambiar, como antes del bloqueo.',
  'verb.unlock.done': '{name} está desbloqueado.',
  'verb.release': 'Liberar',
  'verb.release.title': 'Liberar {name}',
  'verb.release.text':
    'Liberar olvida su clave y su credencial, y la próxima máquina que registre el código será su dueña: para una máquina instalada de nuevo.',
  'verb.release.done': '{name} se ha liberado.',
  'verb.transfer': 'Traspasar',
  'verb.transfer.title': 'Traspasar {name}',
  'verb.transfer.text':
    'Traspasar da el código a un dueño que indicas ahora, sin un momento en que cualquiera pudiera tomarlo.',
  'verb.transfer.done': '{name} se ha traspasado.',
  'verb.revoke': 'Revocar',
  'verb.revoke.title': 'Revocar {name}',
  'verb.revoke.text':
    'Revocar acaba con el código: deja de resolverse y nadie puede volver a registrarlo, ni su dueño.',
  'verb.revoke.done': '{name} se ha revocado.',
  'verb.delete.text':
    'Eliminar olvida el equipo, y su código deja de resolverse al momento. No es un veto: el equipo puede volver a registrarse, y su programa lo hace cada vez que arranca.',
  'transfer.to': 'A',
  'transfer.key': 'Una clave nueva',
  'transfer.key.hint':
    'La clave pública del equipo nuevo, 43 caracteres, como la muestra su programa.',

  'confirm.type': 'Para confirmar, escribe {name}',

  'delete.action': 'Eliminar {name}',
  'delete.button': 'Eliminar equipo',
  'delete.busy': 'Eliminando…',
  'delete.title': 'Eliminar {name}',
  'delete.done': '{name} se ha eliminado.',

  'bans.title': {
    one: '{n} dirección vetada',
    other: '{n} direcciones vetadas',
  },
  'bans.honeypot': 'pidió {code}, un código que nadie tiene',
  'bans.until': 'hasta {when}',
  'bans.since': 'desde {when}',
  'bans.lift': 'Levantar el veto',
  'bans.lift.name': 'Levantar el veto de {address}',
  'bans.lifted': '{address} ya no está vetada.',
  'bans.all': 'Mostrar las {n}',
}
