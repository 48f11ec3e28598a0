/** Lo que funciona entre este navegador, el servidor y un equipo. */

/** @type {Record<keyof typeof import('../en/diagnose.js').diagnose, import('../../frame/i18n.js').Message>} */
export const diagnose = {
  'diagnose.title': 'Diagnóstico',
  'diagnose.lead':
    'Lo que funciona entre este navegador y el servidor, y lo que no. Unas redes cortan lo que otras dejan pasar: ejecútalo donde está el problema.',
  'diagnose.again': 'Comprobar otra vez',
  'diagnose.word.ok': 'funciona',
  'diagnose.word.warn': 'mirar',
  'diagnose.word.bad': 'falla',
  'diagnose.word.busy': 'comprobando',
  'diagnose.word.skipped': 'sin comprobar',
  'diagnose.server': 'El servidor',
  'diagnose.server.ok': 'Responde en {ms} ms; es la versión {version}.',
  'diagnose.server.bad': 'No respondió. Comprueba que está en marcha y que esta red llega a él.',
  'diagnose.https': 'Cifrado',
  'diagnose.https.ok': 'Esta página llegó por https.',
  'diagnose.https.warn':
    'Esta página llegó por http sin cifrar: por el camino se puede leer y cambiar. Pon https delante del servidor; su manual trae una configuración de nginx.',
  'diagnose.websocket': 'WebSockets',
  'diagnose.websocket.ok': 'Pasan, en {ms} ms. Los equipos y las sesiones los necesitan.',
  'diagnose.websocket.bad':
    'El cambio de protocolo no pasó. Un proxy del camino tiene que transmitir las cabeceras Upgrade y Connection.',
  'diagnose.clock': 'Relojes',
  'diagnose.clock.ok': 'El de este ordenador y el del servidor difieren en {seconds} s.',
  'diagnose.clock.warn':
    'Difieren en {seconds} s. A partir de 300 s el servidor rechaza las pruebas de los equipos: ajusta el reloj que esté mal.',
  'diagnose.address': 'Tu dirección',
  'diagnose.address.ok':
    'El servidor te ve en {address}. Si es la dirección de un proxy, nómbralo con {flag}.',
  'diagnose.idle': 'Conexiones calladas',
  'diagnose.idle.skipped':
    'Tarda {n} s de silencio. Los proxies y routers suelen cortar lo que calla un minuto.',
  'diagnose.idle.busy': 'En silencio desde hace {n} s…',
  'diagnose.idle.ok': 'Seguía abierta después de {n} s.',
  'diagnose.idle.bad':
    'Algo del camino la cortó a los {n} s. Sube el tiempo de lectura del proxy por encima de 60 s; los equipos hablan cada 20 s y pasan.',
  'diagnose.idle.start': 'Probarlo',
  'diagnose.host': 'Un equipo',
  'diagnose.host.choose': 'Código o nombre del equipo',
  'diagnose.host.look': 'Mirarlo',
  'diagnose.host.none': 'Ningún equipo de aquí tiene ese código o nombre.',
  'diagnose.presence': 'Presencia',
  'diagnose.presence.online': 'En línea; su canal está abierto.',
  'diagnose.presence.degraded':
    'Su canal está abierto pero callado. Su red puede ir lenta, o se está durmiendo.',
  'diagnose.presence.offline':
    'Sin conexión. Mira que la máquina esté encendida, tenga red y tenga en marcha su programa isr host.',
  'diagnose.presence.registered':
    'Se anunció y no se sabe más: no tiene agente. Solo llega un controlador que alcance su dirección.',
  'diagnose.presence.expired':
    'No se anuncia desde hace demasiado, así que su código no se resuelve. Arranca otra vez su programa.',
  'diagnose.code': 'Código',
  'diagnose.code.ok': 'Tiene dueño y no está bloqueado.',
  'diagnose.code.unowned':
    'No tiene dueño: cualquiera puede registrarlo. Un agente con clave o una inscripción lo cambian.',
  'diagnose.code.locked': 'Está bloqueado: solo funciona desde su dirección actual.',
  'diagnose.code.revoked': 'Está revocado: nadie puede registrarlo y no se resuelve.',
  'diagnose.session': 'Sesión de {when}',
  'diagnose.session.none': 'Nadie ha pedido todavía una sesión con él.',
  'diagnose.outcome.completed': 'Se conectó y terminó en orden.',
  'diagnose.outcome.refused':
    'Se rechazó. Lo impidió un PIN equivocado, una política o una persona: mira el motivo.',
  'diagnose.outcome.lonely':
    'Un extremo no llegó nunca. Comprueba las dos redes con isr doctor y que el relé esté encendido.',
  'diagnose.outcome.redundant': 'A la vez se encontró un camino mejor, así que este no hizo falta.',
  'diagnose.outcome.failed':
    'Se cortó. Cambió la red o se paró el servicio del equipo: arranca ese servicio y prueba otra vez.',
  'diagnose.outcome.killed': 'Alguien la terminó aquí. La auditoría dice quién.',
  'diagnose.line': 'Lo mismo desde un terminal, y más: también prueba el camino directo',
}
