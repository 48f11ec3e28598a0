/** What asks to be looked at, above the hosts. */

export const wrong = {
  'wrong.title': 'Conviene mirar',
  'wrong.offline': {
    one: '{n} equipo está sin conexión',
    other: '{n} equipos están sin conexión',
  },
  'wrong.degraded': {
    one: '{n} equipo ha dejado de responder',
    other: '{n} equipos han dejado de responder',
  },
  'wrong.cloned': {
    one: '{n} clave está en uso en dos máquinas',
    other: '{n} claves están en uso en dos máquinas',
  },
  'wrong.moved': {
    one: '{n} código sin dueño apunta a otro sitio desde hoy',
    other: '{n} códigos sin dueño apuntan a otro sitio desde hoy',
  },
  'wrong.locked': { one: '{n} equipo está bloqueado', other: '{n} equipos están bloqueados' },
  'wrong.since': '{name} desde {when}',
  'wrong.more': { one: 'y {n} más', other: 'y {n} más' },
  'wrong.show': 'Mostrarlos',
  'wrong.relay.off': 'El relé está apagado',
  'wrong.relay.off.text': 'Las sesiones que no encuentran un camino directo fallan.',
  'wrong.relay.full': 'El relé está lleno',
  'wrong.relay.full.text':
    'Las sesiones nuevas que no encuentran un camino directo fallan hasta que termine alguna.',
  'wrong.relay.closed': 'El relé solo lleva a quienes han iniciado sesión',
  'wrong.relay.closed.text':
    'Los desconocidos que saben un código y un PIN necesitan un camino directo.',
  'wrong.relay.show': 'Política del relé',
  'wrong.storage': 'El servidor no puede escribir en su disco',
  'wrong.storage.text':
    'Los códigos conocidos se siguen resolviendo; nada nuevo se guarda. Mira su espacio libre y su registro.',
  'wrong.refused': {
    one: '{n} petición rechazada en la última hora',
    other: '{n} peticiones rechazadas en la última hora',
  },
  'wrong.refused.text': 'En una hora normal de este servidor son {n}.',
  'wrong.refused.show': 'Rechazos en la auditoría',
}
