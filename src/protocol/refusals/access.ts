/** Why a person, a token or a tenant is refused. */

import type { Line } from './line.ts'

export const ACCESS_REFUSALS = {
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
} as const satisfies Record<string, Line>
