/** La página pública. */

/** @type {Record<keyof typeof import('../en/start.js').start, import('../../frame/i18n.js').Message>} */
export const start = {
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

  'signIn.title.password': 'Iniciar sesión',
  'signIn.title.totp': 'Segundo paso',
  'signIn.title.recovery': 'Segundo paso',
  'signIn.title.token': 'Iniciar sesión con el token de propietario',
  'signIn.way.password': 'Volver',
  'signIn.way.totp': 'Usar el código de tu aplicación',
  'signIn.way.recovery': 'Usar un código de recuperación',
  'signIn.way.token': 'Iniciar sesión con el token de propietario',
  'signIn.provider': 'Iniciar sesión con {name}',
  'signIn.first': 'Inicia sesión para ver esta página.',
  'signIn.setUp.title': 'Aquí nadie tiene cuenta todavía',
  'signIn.setUp.text': 'Quien puede leer el token de propietario crea la primera.',
  'signIn.setUp.action': 'Poner en marcha este servidor',
  'signIn.token': 'Token de propietario',
  'signIn.where':
    'El token está en un archivo del servidor que solo puede leer el propietario. El servidor muestra su ruta al arrancar; si no elegiste otra carpeta, es {path}.',
  'signIn.action': 'Iniciar sesión',
  'signIn.busy': 'Iniciando sesión…',
  'signIn.ended': 'Tu sesión ha terminado. Vuelve a iniciarla para continuar.',
}
