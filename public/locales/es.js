/** Español. Las mismas claves que locales/en.js; una prueba y el compilador las comparan. */

/** @type {Record<import('./en.js').MessageKey, import('../frame/i18n.js').Message>} */
export const es = {
  'action.close': 'Cerrar',
  'action.retry': 'Reintentar',
  'action.undo': 'Deshacer',
  'action.cancel': 'Cancelar',

  'nav.name': 'Páginas',
  'nav.hosts': 'Equipos',
  'nav.start': 'Inicio',
  'nav.docs': 'API',
  'nav.skip': 'Saltar al contenido',

  'feed.connecting': 'conectando',
  'feed.live': 'en vivo',
  'feed.reconnecting': 'reconectando',
  'feed.paused': 'en pausa',

  'preferences.title': 'Preferencias',
  'preferences.language': 'Idioma',
  'preferences.theme': 'Colores',
  'preferences.theme.system': 'Sistema',
  'preferences.theme.light': 'Claro',
  'preferences.theme.dark': 'Oscuro',
  'preferences.keys': 'Teclado',
  'preferences.sheet': 'Ver todos los atajos',
  'preferences.signedIn': 'Sesión iniciada como propietario hasta {when}.',
  'preferences.signOut': 'Cerrar sesión',

  'keys.title': 'Atajos de teclado',
  'keys.switch': 'Atajos de una sola tecla',
  'keys.note': 'Los atajos nunca actúan mientras escribes.',
  'keys.next': 'Fila siguiente',
  'keys.previous': 'Fila anterior',
  'keys.open': 'Abrir la fila',
  'keys.leave': 'Cerrar, o quitar el filtro',
  'keys.filter': 'Filtrar',
  'keys.hosts': 'Ir a los equipos',
  'keys.docs': 'Ir a la referencia de la API',
  'keys.sheet': 'Esta hoja',

  'time.justNow': 'ahora mismo',
  'time.soon': 'en menos de un minuto',

  'copy.action': 'Copiar {name}',
  'copy.done': 'Copiado: {name}',
  'copy.failed': 'El navegador no permitió copiar. Selecciona el texto y cópialo a mano.',

  'table.waiting': { one: '{n} fila nueva: mostrar', other: '{n} filas nuevas: mostrar' },

  'start.title': 'Este servidor está en marcha',
  'start.lead':
    'Presenta entre sí a los programas de escritorio remoto: un equipo se registra con un código corto, y quien recibe el código encuentra el equipo.',
  'start.version': 'isr {version}',
  'start.program.title': 'Un programa que ya usas',
  'start.program.text':
    'Solo necesita la dirección de este servidor. Cambia su URL de registro por la de abajo; los códigos, las contraseñas y todo lo demás siguen igual.',
  'start.program.https':
    'Esos programas hablan http sin cifrar, que un servidor detrás de https suele ofrecer además en el puerto 8080. Si ahí no responde, pregunta a quien lleva este servidor.',
  'start.program.url': 'la dirección del servidor',
  'start.register.title': 'Registrar un equipo a mano',
  'start.register.text':
    'Pon tu propio código, la dirección a la que llega el otro lado y el puerto del programa de escritorio.',
  'start.register.name': 'la orden para registrar un equipo',
  'start.resolve.title': 'Resolver un código',
  'start.resolve.text': 'La respuesta es la dirección y el puerto del equipo.',
  'start.resolve.name': 'la orden para resolver un código',
  'start.token': 'Pon el token de propietario en lugar de {token}.',
  'start.policies.title': 'Qué permite este servidor',

  'policy.registration.open': 'Cualquiera que llegue a este servidor puede registrar un equipo.',
  'policy.registration.enrolled': 'Solo pueden registrarse los equipos inscritos.',
  'policy.resolve.open': 'Cualquiera que conozca un código puede resolverlo a una dirección.',
  'policy.resolve.signed-in': 'Solo quien ha iniciado sesión puede resolver un código.',
  'policy.list.public': 'La lista de todos los equipos es pública.',
  'policy.list.private': 'La lista de todos los equipos solo la ve el propietario.',
  'policy.ttl': 'Un código se olvida {ttl} después de su último registro.',

  'signIn.title': 'Iniciar sesión',
  'signIn.lead': 'Para ver los equipos y quitar alguno.',
  'signIn.token': 'Token de propietario',
  'signIn.where':
    'El token está en un archivo del servidor que solo puede leer el propietario. El servidor muestra su ruta al arrancar; si no elegiste otra carpeta, es {path}.',
  'signIn.action': 'Iniciar sesión',
  'signIn.busy': 'Iniciando sesión…',
  'signIn.ended': 'Tu sesión ha terminado. Vuelve a iniciarla para continuar.',

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

  'docs.title': 'Referencia de la API',
  'docs.lead': 'Todas las llamadas que responde este servidor, según el archivo que él mismo sirve.',
  'docs.file': 'El archivo OpenAPI',
  'docs.language': 'Las descripciones vienen del servidor y están en inglés.',
  'docs.contents': 'Contenido',
  'docs.parameters': 'Parámetros',
  'docs.body': 'Cuerpo',
  'docs.responses': 'Respuestas',
  'docs.example': 'Ejemplo',
  'docs.line': 'Desde una terminal',
  'docs.required': 'obligatorio',
  'docs.in.query': 'en la consulta',
  'docs.in.path': 'en la ruta',
  'docs.in.header': 'en una cabecera',
  'docs.in.cookie': 'en una cookie',
  'docs.default': 'por defecto {value}',
  'docs.needsSignIn': 'Requiere la sesión o el token del propietario.',
  'docs.errors': 'Códigos de error',
  'docs.errors.lead':
    'Cada rechazo bajo /v1 es un documento de problema (RFC 9457) cuyo código es uno de estos.',
  'docs.other': 'Otras llamadas',

  'page.notFound.title': 'No existe esa página',
  'page.notFound.text': 'No hay nada de este servidor en {path}.',
  'page.failed': 'No se pudo cargar esta página. Puede que el servidor se haya actualizado.',
  'page.reload': 'Cargarla otra vez',

  'error.unreachable':
    'El servidor no responde. Comprueba que está en marcha y que puedes llegar a él.',
  'error.unexpected_answer':
    'Algo entre tú y el servidor respondió en su lugar ({status}).',
  'error.unknown': 'El servidor lo rechazó: {detail}',
  'error.request': 'Petición {id}',
  'error.wrong_token': 'Ese no es el token de propietario.',
  'error.sign_in_required': 'Primero inicia sesión.',
  'error.rate_limited': 'Demasiados intentos. Vuelve a probar dentro de {wait}.',
  'error.missing_code_and_host': 'Faltan el código y la dirección del equipo.',
  'error.missing_code': 'Falta el código.',
  'error.invalid_port': 'El puerto debe ser un número de 1 a 65535.',
  'error.code_not_found': 'No hay ningún equipo registrado con ese código.',
  'error.endpoint_not_found':
    'El servidor no tiene nada en esa dirección. Puede ser más antiguo que esta página.',
  'error.host_not_found': 'Este equipo ya no está registrado.',
  'error.ban_not_found': 'Esta dirección ya no está bloqueada.',
  'error.invalid_code': 'Un código tiene de 1 a 64 caracteres visibles.',
  'error.invalid_host': 'La dirección debe ser IPv4 o un nombre de equipo.',
  'error.invalid_request':
    'El servidor no entendió la petición. Puede ser más antiguo que esta página.',
  'error.malformed_request': 'La petición llegó dañada. Vuelve a intentarlo.',
  'error.registration_closed': 'Este servidor solo admite registros de equipos inscritos.',
  'error.cross_origin':
    'El servidor solo lo acepta desde su propia página. Abre la consola en su dirección.',
  'error.method_not_allowed':
    'El servidor no lo acepta aquí. Puede ser más antiguo que esta página.',
  'error.request_timeout': 'La petición no llegó a tiempo. Vuelve a intentarlo.',
  'error.body_too_large': 'Es demasiado largo para el servidor.',
  'error.unsupported_media_type':
    'El servidor no entendió la petición. Puede ser más antiguo que esta página.',
  'error.host_not_allowed':
    'El servidor no responde con este nombre. Mira su ajuste --allowed-hosts.',
  'error.header_too_large':
    'El navegador envió más de lo que admite el servidor. Borra sus cookies de esta dirección.',
  'error.internal_error':
    'El servidor cometió un error. Su registro tiene los detalles con la petición de abajo.',
  'error.storage_unavailable':
    'El servidor no puede usar su disco ahora y no cambió nada. Comprueba el espacio libre.',
  'error.registry_full': 'El registro tiene tantos códigos como permite --max-codes.',
  'error.restarting': 'El servidor se está reiniciando. Vuelve a intentarlo en un momento.',
}
