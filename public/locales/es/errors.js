/** Una frase por cada rechazo; la clave termina en su código. */

/** @type {Record<keyof typeof import('../en/errors.js').errors, import('../../frame/i18n.js').Message>} */
export const errors = {
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
