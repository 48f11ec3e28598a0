/** Con qué se inició el servidor, y la política de su relé. */

/** @type {Record<keyof typeof import('../en/settings.js').settings, import('../../frame/i18n.js').Message>} */
export const settings = {
  'settings.title': 'Ajustes',
  'settings.lead': 'Qué puede llevar el relé, con qué se inició este servidor, y de qué protege cada ajuste.',
  'settings.started': 'Con qué se inició el servidor',
  'settings.how':
    'Estos se cambian donde se inicia el servidor, para que ningún reinicio traiga otra política: con una opción, {example}, o con una variable, {variable}. Después, reinícialo.',
  'settings.none': 'ninguno',
  'settings.usual': 'valor por defecto',
  'settings.chosen': 'en lugar de {usual}',
  'settings.group.policies': 'Quién puede hacer qué',
  'settings.group.codes': 'Códigos',
  'settings.group.guessing': 'Contra la adivinación',
  'settings.group.load': 'Contra la sobrecarga',
  'settings.group.people': 'Inicio de sesión',
  'settings.group.network': 'Red',
  'settings.group.machine': 'En la máquina del servidor',
  'settings.group.other': 'Otros',

  'setting.registration':
    'Quién puede registrarse. Con open, un extraño puede llenar tu registro y tomar códigos que aún no son de nadie; con enrolled, solo los equipos que inscribiste.',
  'setting.resolve':
    'Quién puede convertir un código en una dirección. Protege máquinas cuyo programa de escritorio acepta cualquier contraseña: con signed-in, un código adivinado no vale nada.',
  'setting.publicList':
    'Muestra todos los códigos y direcciones a cualquiera. Desactivado, evita dar a extraños un mapa de tus máquinas.',
  'setting.ttl':
    'Cuánto vive un código después de su último registro. Evita enviar a alguien a una dirección que hace tiempo es de otra máquina.',
  'setting.sweepInterval':
    'Cada cuánto se borran del disco los códigos caducados. En todo caso dejan de resolverse al momento.',
  'setting.maxCodes':
    'Cuántos códigos se guardan como máximo. Protege el disco de quien registre sin fin.',
  'setting.missesPerAddress':
    'Códigos erróneos que una dirección puede pedir en 10 minutos. Protege de la adivinación; tras una quinta parte, las respuestas tardan cada vez más.',
  'setting.missesPerCode':
    'Preguntas en vano por un código en 10 minutos, desde cualquier lugar. Protege de muchas direcciones que atacan juntas una misma máquina.',
  'setting.missesInAll':
    'Códigos erróneos desde cualquier lugar en 10 minutos antes de que a cada uno le queden dos. Protege de la adivinación repartida entre miles de direcciones.',
  'setting.honeypots': 'Códigos que nadie tiene. Quien pide uno está adivinando, y queda vetado.',
  'setting.banFor':
    'Cuánto dura un veto, también tras reiniciar. Evita que vuelvan un minuto después.',
  'setting.registersPerMinute':
    'Registros por minuto desde una dirección. Protege de avalanchas; una oficina de 200 equipos necesita 200.',
  'setting.newCodesPerHour':
    'Códigos nuevos por hora desde una dirección. Evita que alguien tome códigos antes que sus equipos.',
  'setting.registersPerCodePerMinute':
    'Registros de un código por minuto. Protege de dos máquinas que se disputan un código.',
  'setting.resolvesPerMinute':
    'Resoluciones por minuto desde una dirección. Protege el servidor de programas descontrolados.',
  'setting.resolvesPerCodePerMinute':
    'Resoluciones de un código por minuto. Protege a una máquina de una multitud.',
  'setting.maxConnections': 'Conexiones a la vez. Protege la memoria.',
  'setting.maxConnectionsPerAddress':
    'Conexiones a la vez desde una dirección. Evita que un vecino las ocupe todas.',
  'setting.host':
    'Dirección en la que escucha el servidor. Detrás de un proxy en la misma máquina, 127.0.0.1 evita que lo rodeen.',
  'setting.port': 'Puerto en el que escucha el servidor. Los programas existentes esperan el 8080.',
  'setting.trustedProxies':
    'Proxies a los que se cree la dirección del cliente. Protege de extraños que se inventen una dirección.',
  'setting.allowedHosts':
    'Nombres con los que responde esta consola. Protege de páginas que apuntan un nombre suyo a tu servidor (DNS rebinding).',
  'setting.publicUrl':
    'Dónde llegan los navegadores a este servidor. Evita enviar a una dirección falsa a quien entra con un proveedor.',
  'setting.oidcIssuer':
    'Proveedor de OpenID Connect con el que se puede entrar. Solo entra quien fue invitado aquí, diga lo que diga el proveedor.',
  'setting.oidcClientId': 'Cómo llama el proveedor a este servidor.',
  'setting.oidcClientSecretFile':
    'Archivo con el secreto que dio el proveedor. Un archivo lo protege de las listas de procesos y de esta página.',
  'setting.oidcName': 'Cómo llama al proveedor el botón de la página de inicio de sesión.',
  'setting.auditKeep':
    'Cuánto se guardan las entradas de la auditoría. Más tiempo protege de un intruso que se descubre tarde.',
  'setting.auditMaxRows':
    'Entradas de la auditoría que se guardan como máximo. Protege el disco; lo que causaron extraños se va antes que lo que hicieron las personas.',
  'setting.sessionsKeep':
    'Cuánto se guardan las sesiones remotas terminadas. Más tiempo muestra quién estuvo dónde el mes pasado; menos guarda menos sobre las personas.',
  'setting.db':
    'Archivo de la base de datos. Todo lo que debe sobrevivir a un reinicio está en su carpeta.',
  'setting.logLevel':
    'Cuánto detalle lleva el registro (log). Los secretos no se anotan nunca, en ningún nivel.',

  'relay.title': 'Qué lleva el relé',
  'relay.lead':
    'El relé lleva las sesiones cuyos extremos no se alcanzan entre sí. Lo que se guarda aquí vale al momento, también para las sesiones en curso, y sigue tras un reinicio.',
  'screens.title': 'Pantallas y terminales en la página',
  'screens.lead':
    'Una sesión desde esta página se descifra en el servidor: hace el papel del controlador ante el equipo. Una de isr connect, no. Un equipo también puede prohibirlo por su cuenta, con isr host --no-browser.',
  'screens.isOn': 'Abrirlas aquí',
  'screens.isOn.text':
    'Al apagarlo terminan en un segundo las que estén abiertas. Protege de un servidor que ve lo que muestran los equipos.',
  'screens.isForGuests': 'Para enlaces de invitado',
  'screens.isForGuests.text':
    'Al apagarlo terminan solo las de los invitados. Protege de un enlace que llegó a malas manos.',
  'screens.saved': 'La política de pantallas ya vale.',
  'relay.readOnly': 'Solo puede cambiarlo quien puede cambiar el servidor.',
  'relay.save': 'Guardar',
  'relay.saved': 'La política del relé está guardada y vale.',
  'relay.undo': 'Dejar como estaba',
  'relay.wrong': 'Un número entero de {min} a {max}.',
  'relay.wrong.some': {
    one: '{n} número no es correcto; no se guardó nada.',
    other: '{n} números no son correctos; no se guardó nada.',
  },
  'relay.unit.mbits': 'Mbit/s',
  'relay.unit.minutes': 'minutos',
  'relay.unit.sessions': 'sesiones',
  'relay.isOn': 'Llevar sesiones',
  'relay.isOn.text':
    'Desactivado, las sesiones necesitan un camino directo, que casi ningún router permite. Protege de llevar nada en absoluto.',
  'relay.isForStrangers': 'También para extraños',
  'relay.isForStrangers.text':
    'Si pueden usarlo los controladores que no iniciaron sesión: saben el código y luego el PIN. Desactivado, protege tu ancho de banda de quien no conoces.',
  'relay.strangerMbits': 'Velocidad para extraños',
  'relay.strangerMbits.text':
    'Por sesión y sentido; 0 es sin límite. Protege a los demás de un extraño que copia un disco.',
  'relay.signedInMbits': 'Velocidad con sesión iniciada',
  'relay.signedInMbits.text':
    'Por sesión y sentido; 0 es sin límite. Protege a los compañeros unos de otros.',
  'relay.allMbits': 'Velocidad de todas juntas',
  'relay.allMbits.text':
    'De todas las sesiones, por sentido; 0 es sin límite. Protege todo lo demás que usa la línea del servidor.',
  'relay.sessionsPerCode': 'A la vez en un equipo',
  'relay.sessionsPerCode.text':
    'Sesiones de un mismo código. Protege a una máquina de más miradas de las que su pantalla admite.',
  'relay.sessionsPerAddress': 'A la vez desde una dirección',
  'relay.sessionsPerAddress.text':
    'Sesiones de controladores tras una misma dirección. Protege de un vecino que ocupa todos los lugares; una oficina comparte una dirección.',
  'relay.sessions': 'A la vez en total',
  'relay.sessions.text': 'Sesiones por el relé. Protege la memoria del servidor.',
  'relay.idleMinutes': 'Terminar si está inactiva',
  'relay.idleMinutes.text':
    'Una sesión que no lleva nada durante este tiempo se termina; 0 es nunca. Protege un escritorio que alguien dejó abierto.',
}
