/** Why a request is refused whatever it asks for. */

import type { Line } from './line.ts'

export const REQUEST_REFUSALS = {
  endpoint_not_found: {
    status: 404,
    en: 'There is nothing at this path; the API is described at /docs',
    es: 'Endpoint no encontrado',
    isContract: true,
  },
  invalid_request: {
    status: 400,
    en: 'The request does not match its description at /docs: {detail}',
    es: 'La petición no es correcta: {detail}',
  },
  malformed_request: {
    status: 400,
    en: 'This is not a complete HTTP request',
    es: 'No es una petición HTTP completa',
  },
  cross_origin: {
    status: 403,
    en: 'A page of another site tried to change something here with your sign-in',
    es: 'Una página de otro sitio intentó cambiar algo aquí con su sesión',
  },
  method_not_allowed: {
    status: 405,
    en: 'This path does not take this method',
    es: 'Esta ruta no admite este método',
  },
  request_timeout: {
    status: 408,
    en: 'The request did not arrive in time',
    es: 'La petición no llegó a tiempo',
  },
  body_too_large: {
    status: 413,
    en: 'The body is larger than {limit} bytes',
    es: 'El cuerpo ocupa más de {limit} bytes',
  },
  unsupported_media_type: {
    status: 415,
    en: 'Send the body as application/json',
    es: 'Envíe el cuerpo como application/json o como formulario',
  },
  host_not_allowed: {
    status: 421,
    en: 'This server does not answer under this name; see --allowed-hosts',
    es: 'Este servidor no responde con este nombre; vea --allowed-hosts',
  },
  rate_limited: {
    status: 429,
    en: 'Too many requests from this address or for this code: wait {seconds} s and try again',
    es: 'Demasiadas peticiones: espere {seconds} s y vuelva a intentarlo',
  },
  header_too_large: {
    status: 431,
    en: 'The request headers are larger than 16 KiB',
    es: 'Las cabeceras ocupan más de 16 KiB',
  },
  internal_error: {
    status: 500,
    en: 'The server made a mistake; its log has the details under this request id',
    es: 'Error interno del servidor',
  },
  storage_unavailable: {
    status: 503,
    en: 'The registry cannot be written or read now (disk full or failing); nothing was changed',
    es: 'El registro no está disponible ahora (disco lleno o con fallos); no se cambió nada',
  },
  restarting: {
    status: 503,
    en: 'The server is restarting: try again in a moment',
    es: 'El servidor se está reiniciando: vuelva a intentarlo en un momento',
  },
} as const satisfies Record<string, Line>
