/** Enlaces de invitado de un equipo. */

/** @type {Record<keyof typeof import('../en/links.js').links, import('../../frame/i18n.js').Message>} */
export const links = {
  'links.title': 'Enlaces de invitado',
  'links.none':
    'Con un enlace de invitado, alguien sin cuenta abre un servicio de este equipo en un navegador, sin instalar nada. Se acaba solo, tras el tiempo y los usos que elijas.',
  'links.noBrowser':
    'Este equipo no permite que lo abran en navegadores: un enlace de invitado no abriría nada.',
  'links.make': 'Crear un enlace de invitado',
  'links.make.button': 'Crear enlace',
  'links.service': 'Servicio',
  'links.may': 'El invitado puede',
  'links.may.look': 'solo ver la pantalla',
  'links.may.control': 'ver y controlar la pantalla',
  'links.may.terminal': 'usar un terminal',
  'links.valid': 'Válido durante',
  'links.valid.date': 'hasta un día…',
  'links.valid.last': 'Último día',
  'links.uses': 'Usos',
  'links.note': 'Para qué es',
  'links.note.example': 'la auditora, el viernes',
  'links.unnamed': 'Sin nota',
  'links.made': 'El enlace está creado',
  'links.link': 'Enlace para el invitado',
  'links.tell.send':
    'Envíalo a una sola persona, por un medio que nadie más lea. El invitado lo abre en cualquier navegador.',
  'links.tell.uses': {
    one: 'Deja entrar una vez, hasta el {until}.',
    other: 'Deja entrar {n} veces, hasta el {until}.',
  },
  'links.tell.pin': 'Si el equipo pide su PIN, dilo por un medio distinto del enlace.',
  'links.tell.terminal':
    'Para un terminal, el invitado necesita además un usuario de esa máquina, con su contraseña o clave.',
  'links.used': 'Usado',
  'links.usedOf': '{used} de {n}',
  'links.ends': 'Acaba',
  'links.by': 'Creado por',
  'links.state.good': 'funciona',
  'links.state.used-up': 'agotado',
  'links.state.expired': 'caducado',
  'links.state.revoked': 'revocado',
  'links.ended': { one: '{n} enlace que se acabó', other: '{n} enlaces que se acabaron' },
  'links.endedName': 'Enlaces de invitado que se acabaron',
  'links.revoke': 'Revocar',
  'links.revoke.name': 'Revocar el enlace «{name}»',
  'links.revoke.title': '¿Revocar este enlace de invitado?',
  'links.revoke.text':
    'El enlace {name} deja de funcionar en el acto y se cierra lo que un invitado tenga abierto con él. Nadie puede deshacerlo.',
  'links.revoked': 'El enlace de invitado está revocado.',
}
