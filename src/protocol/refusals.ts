/**
 * The one catalogue of refusals: a line each. `status` is the HTTP status, `en`/`es` the sentence a
 * person reads (the older hosts and controllers print the Spanish one). `{…}` is filled in.
 * `isContract` marks those quoted in the older server's contract, whose answers have two keys only.
 */

type Line = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 421 | 429 | 431 | 500 | 503
  readonly en: string
  readonly es: string
  readonly isContract?: true
}

export const REFUSALS = {
  missing_code_and_host: {
    status: 400,
    en: 'Missing parameters: code and host are required',
    es: 'Faltan parámetros: code y host son obligatorios',
    isContract: true,
  },
  missing_code: {
    status: 400,
    en: 'Missing parameter: code',
    es: 'Falta el parámetro code',
    isContract: true,
  },
  invalid_port: {
    status: 400,
    en: 'Invalid port: give a number from 1 to 65535',
    es: 'Puerto inválido',
    isContract: true,
  },
  code_not_found: {
    status: 404,
    en: 'No host is registered under this code',
    es: 'Código {code} no encontrado',
    isContract: true,
  },
  endpoint_not_found: {
    status: 404,
    en: 'There is nothing at this path; the API is described at /docs',
    es: 'Endpoint no encontrado',
    isContract: true,
  },
  host_not_found: {
    status: 404,
    en: 'There is no host with this id',
    es: 'No hay ningún equipo con este id',
  },
  ban_not_found: {
    status: 404,
    en: 'This address is not banned',
    es: 'Esta dirección no está bloqueada',
  },
  invalid_code: {
    status: 400,
    en: 'Invalid code: use 1 to 64 characters, without control characters',
    es: 'Código inválido: de 1 a 64 caracteres, sin caracteres de control',
  },
  invalid_host: {
    status: 400,
    en: 'Invalid host: give an IPv4 address or a host name of at most 253 characters',
    es: 'Host inválido: una dirección IPv4 o un nombre de 253 caracteres como máximo',
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
  sign_in_required: {
    status: 401,
    en: 'Sign in, or send the owner token as "Authorization: Bearer …"',
    es: 'Hace falta el token del propietario: "Authorization: Bearer …"',
  },
  wrong_token: {
    status: 401,
    en: 'This is not the owner token of this server',
    es: 'Este no es el token del propietario de este servidor',
  },
  registration_closed: {
    status: 403,
    en: 'This server takes registrations of enrolled hosts only',
    es: 'Este servidor solo admite equipos inscritos',
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
  registry_full: {
    status: 503,
    en: 'The registry holds as many codes as --max-codes allows',
    es: 'El registro está lleno (--max-codes)',
  },
  restarting: {
    status: 503,
    en: 'The server is restarting: try again in a moment',
    es: 'El servidor se está reiniciando: vuelva a intentarlo en un momento',
  },
} as const satisfies Record<string, Line>

/** The stable code of a refusal, such as `rate_limited`. */
export type RefusalCode = keyof typeof REFUSALS

/** Facts that complete a refusal's sentence, and how long to wait before a retry. */
export type RefusalFacts = {
  readonly code?: string
  readonly detail?: string
  readonly limit?: number
  readonly retryAfterMs?: number
}

/** A verb's clear no. Whatever else is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly facts: RefusalFacts

  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    super(code)
    this.code = code
    this.facts = facts
  }

  /** The HTTP status of this refusal. */
  get status(): number {
    return REFUSALS[this.code].status
  }

  /** Whole seconds for the `Retry-After` header, if the caller should come back. */
  get retryAfterSeconds(): number | undefined {
    const { retryAfterMs } = this.facts
    return retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000))
  }

  /** The sentence in the asked language. */
  sentence(language: 'en' | 'es'): string {
    const facts: Record<string, string | number | undefined> = {
      ...this.facts,
      seconds: this.retryAfterSeconds,
    }
    return REFUSALS[this.code][language].replace(/\{(\w+)\}/g, (_, key: string) =>
      String(facts[key] ?? ''),
    )
  }
}
