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
  tenant_not_found: {
    status: 404,
    en: 'There is no such tenant',
    es: 'No existe ese inquilino',
  },
  person_not_found: {
    status: 404,
    en: 'There is no person with this id here',
    es: 'Aquí no hay ninguna persona con este id',
  },
  invitation_not_found: {
    status: 404,
    en: 'There is no open invitation with this id',
    es: 'No hay ninguna invitación abierta con este id',
  },
  invitation_invalid: {
    status: 403,
    en: 'This invitation is unknown, used, withdrawn or expired; ask for a new one',
    es: 'Esta invitación no existe, ya se usó, se retiró o ha caducado; pida otra',
  },
  invitation_for_other: {
    status: 403,
    en: 'This invitation is for somebody else: sign in as the person it names, then open it again',
    es: 'Esta invitación es para otra persona: inicie sesión con la cuenta que nombra y ábrala de nuevo',
  },
  last_owner: {
    status: 409,
    en: 'This is the last owner: make somebody else an owner first',
    es: 'Es el último propietario: nombre antes a otro',
  },
  already_member: {
    status: 409,
    en: 'Somebody with this login is a member here already',
    es: 'Alguien con este usuario ya es miembro',
  },
  too_many_invitations: {
    status: 409,
    en: 'There are {limit} open invitations: withdraw some first',
    es: 'Hay {limit} invitaciones abiertas: retire antes algunas',
  },
  reset_needs_server: {
    status: 403,
    en: 'This person works in other tenants too, so only an owner of the server may reset the password',
    es: 'Esta persona también trabaja en otros inquilinos: solo un propietario del servidor puede restablecer su contraseña',
  },
  oidc_off: {
    status: 404,
    en: 'Signing in with OpenID Connect is not set up here; see --oidc-issuer',
    es: 'El inicio de sesión con OpenID Connect no está configurado; vea --oidc-issuer',
  },
  oidc_unavailable: {
    status: 503,
    en: 'The OpenID Connect provider does not answer: try again in a moment',
    es: 'El proveedor de OpenID Connect no responde: vuelva a intentarlo en un momento',
  },
  oidc_denied: {
    status: 403,
    en: 'The OpenID Connect provider was told not to sign you in',
    es: 'El proveedor de OpenID Connect recibió la orden de no iniciar su sesión',
  },
  oidc_failed: {
    status: 401,
    en: 'The answer of the OpenID Connect provider could not be verified: start again',
    es: 'No se pudo comprobar la respuesta del proveedor de OpenID Connect: empiece de nuevo',
  },
  oidc_expired: {
    status: 401,
    en: 'This attempt to sign in was not begun in this browser, is used up or took too long: start again',
    es: 'Este intento no empezó en este navegador, ya se usó o tardó demasiado: empiece de nuevo',
  },
  oidc_unknown_person: {
    status: 403,
    en: 'You are not a person of this server: ask for an invitation, or sign in with your password',
    es: 'Usted no es una persona de este servidor: pida una invitación o entre con su contraseña',
  },
  token_not_found: {
    status: 404,
    en: 'There is no such token',
    es: 'No existe ese token',
  },
  token_outlives: {
    status: 403,
    en: 'A token that ends cannot make one that ends later',
    es: 'Un token que caduca no puede crear otro que caduque más tarde',
  },
  too_many_tokens: {
    status: 409,
    en: 'There are {limit} tokens of this kind already: revoke one first',
    es: 'Ya hay {limit} tokens de este tipo: revoque uno antes',
  },
  tenant_exists: {
    status: 409,
    en: 'There is a tenant with this name already',
    es: 'Ya existe un inquilino con ese nombre',
  },
  too_many_tenants: {
    status: 409,
    en: 'There are {limit} tenants already, as many as this server holds',
    es: 'Ya hay {limit} inquilinos, el máximo de este servidor',
  },
  login_pending: {
    status: 409,
    en: 'Nobody has approved this login yet: ask again in a moment',
    es: 'Nadie ha aprobado todavía este inicio de sesión: pregunte de nuevo en un momento',
  },
  login_denied: {
    status: 403,
    en: 'This login was denied on the page',
    es: 'Este inicio de sesión fue rechazado en la página',
  },
  login_expired: {
    status: 404,
    en: 'This login code is unknown, used or expired: start again',
    es: 'Este código de inicio de sesión no existe, se usó o ha caducado: empiece de nuevo',
  },
  ban_not_found: {
    status: 404,
    en: 'This address is not banned',
    es: 'Esta dirección no está bloqueada',
  },
  invalid_login: {
    status: 400,
    en: 'Invalid login: letters, digits and @ . _ + - only, at most 254 characters',
    es: 'Usuario inválido: solo letras, cifras y @ . _ + -, como máximo 254 caracteres',
  },
  password_length: {
    status: 400,
    en: 'Give a password of 10 to 256 characters',
    es: 'Elija una contraseña de 10 a 256 caracteres',
  },
  password_common: {
    status: 400,
    en: 'This password is your login or one of the first that anybody tries: choose another',
    es: 'Esa contraseña es su usuario o una de las primeras que cualquiera prueba: elija otra',
  },
  wrong_password: {
    status: 401,
    en: 'Wrong login or password',
    es: 'Usuario o contraseña incorrectos',
  },
  totp_required: {
    status: 401,
    en: 'Give the six digits of your authenticator, or a recovery code',
    es: 'Escriba las seis cifras de su autenticador o un código de recuperación',
  },
  wrong_totp: {
    status: 401,
    en: 'These digits or this recovery code are wrong, or were used before: wait for the next ones',
    es: 'Estas cifras o este código son incorrectos o ya se usaron: espere a los siguientes',
  },
  not_a_member: {
    status: 403,
    en: 'You are a member of nothing here any more: ask for an invitation',
    es: 'Ya no es miembro de nada aquí: pida una invitación',
  },
  sign_in_not_found: {
    status: 404,
    en: 'You have no sign-in with this id',
    es: 'Usted no tiene ninguna sesión con este id',
  },
  set_up_done: {
    status: 409,
    en: 'This server is set up already: sign in, or ask for an invitation',
    es: 'Este servidor ya está configurado: inicie sesión o pida una invitación',
  },
  totp_on: {
    status: 409,
    en: 'An authenticator is in use already: remove it first',
    es: 'Ya hay un autenticador en uso: quítelo antes',
  },
  totp_off: {
    status: 409,
    en: 'No authenticator is in use: start with a new secret',
    es: 'No hay ningún autenticador en uso: empiece con un secreto nuevo',
  },
  sign_in_locked: {
    status: 429,
    en: 'Too many wrong attempts: wait {seconds} s and try again',
    es: 'Demasiados intentos fallidos: espere {seconds} s y vuelva a intentarlo',
  },
  sign_ins_busy: {
    status: 503,
    en: 'Too many people are signing in at this moment: wait {seconds} s and try again',
    es: 'Demasiadas personas inician sesión en este momento: espere {seconds} s y vuelva a intentarlo',
  },
  login_taken: {
    status: 409,
    en: 'Somebody has this login already',
    es: 'Ese usuario ya existe',
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
    en: 'Sign in, or send a token as "Authorization: Bearer …"',
    es: 'Inicie sesión o envíe un token: "Authorization: Bearer …"',
  },
  wrong_token: {
    status: 401,
    en: 'This is not the owner token of this server',
    es: 'Este no es el token del propietario de este servidor',
  },
  invalid_token: {
    status: 401,
    en: 'This token or credential is unknown, expired or revoked; ask for a new one',
    es: 'Este token o credencial no existe, ha caducado o fue revocado; pida otro',
  },
  forbidden: {
    status: 403,
    en: 'You may not do this here; it needs: {detail}',
    es: 'No tiene permiso para hacer esto aquí; hace falta: {detail}',
  },
  registration_closed: {
    status: 403,
    en: 'This server takes registrations of enrolled hosts only',
    es: 'Este servidor solo admite equipos inscritos',
  },
  clock_skewed: {
    status: 401,
    en: 'The time in the proof is more than 5 minutes off; the clock of this server says {detail}',
    es: 'La hora de la prueba difiere en más de 5 minutos; el reloj de este servidor marca {detail}',
  },
  wrong_signature: {
    status: 401,
    en: 'The signature is not one of this key over this code, address, name, time and server',
    es: 'La firma no es de esta clave sobre este código, dirección, nombre, hora y servidor',
  },
  code_claimed: {
    status: 403,
    en: 'This code belongs to another host; ask for its release, or use another code',
    es: 'Este código pertenece a otro equipo; pida que lo liberen o use otro código',
  },
  code_locked: {
    status: 403,
    en: 'This code is locked to its present address; ask for it to be unlocked',
    es: 'Este código está bloqueado en su dirección actual; pida que lo desbloqueen',
  },
  code_revoked: {
    status: 403,
    en: 'This code was revoked and may not be registered again',
    es: 'Este código fue revocado y no se puede volver a registrar',
  },
  wrong_code: {
    status: 403,
    en: 'This credential registers the code it was given for, and no other',
    es: 'Esta credencial registra el código para el que se dio, y ningún otro',
  },
  enrolment_invalid: {
    status: 403,
    en: 'This enrolment token is unknown, used up, expired or revoked; ask for a new one',
    es: 'Este token de inscripción no existe, se agotó, caducó o fue revocado; pida otro',
  },
  enrolment_not_found: {
    status: 404,
    en: 'There is no enrolment with this id',
    es: 'No hay ninguna inscripción con este id',
  },
  replayed: {
    status: 409,
    en: 'A proof with this time or a later one was used already; sign again with the present time',
    es: 'Ya se usó una prueba con esta hora o una posterior; firme de nuevo con la hora actual',
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
